"""What a county's charging plan adds up to: figures, bulletins, supervision."""
