"""What entries of before are read as today; posted rows are never rewritten (pure)."""

# The causes that used to be posted as a conversion, by the kind of the line.
CONVERTED = {"reopened": "resumed", "changed": "refitted"}
