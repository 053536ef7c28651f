"""Names."""
def find_name(line: str) -> str | None:
    return None
