"""`make readme`: the parts of README.md that the code knows best, between their markers.

The graphs as Mermaid diagrams, and the table of settings.
"""

import re
import sys
from pathlib import Path

from graphs.session_end import session_end_graph
from graphs.turn import turn_graph
from server.settings import Settings

README = Path(__file__).parent.parent / "README.md"


def diagram(graph: str) -> str:
    """A graph as a Mermaid block."""
    build = {"turn": turn_graph, "session_end": session_end_graph}[graph]
    mermaid = build().compile().get_graph().draw_mermaid(with_styles=False)
    return f"```mermaid\n{mermaid.strip()}\n```"


def settings_table() -> str:
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`"
        rows.append(f"| `{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows)


def rewritten(page: str) -> str:
    """The page with each marked place filled anew."""
    parts = {
        "graph turn": diagram("turn"),
        "graph session_end": diagram("session_end"),
        "settings": settings_table(),
    }
    for name, text in parts.items():
        place = re.compile(f"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        page = place.sub(lambda found, text=text: f"{found[1]}{text}\n{found[2]}", page)
    return page


def main() -> int:
    README.write_text(rewritten(README.read_text()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
