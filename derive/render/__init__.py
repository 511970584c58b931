"""The worked solution in the forms that people read; each file is one form."""
