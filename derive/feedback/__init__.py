"""What goes back to the student: a report as text, JSON or a page."""
