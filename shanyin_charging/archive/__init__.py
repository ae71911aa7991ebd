"""Archives: the portal's rows and files in one sealed file, taken, examined and restored."""
