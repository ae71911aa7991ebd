"""现场核查: from a draw that anybody can repeat to what was found and is struck off."""
