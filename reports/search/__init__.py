"""Finding things by what people call them."""
