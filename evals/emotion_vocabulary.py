"""A tokenizer with only the word pieces that matter, to halve the model."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SIZE = 12_000
SPECIAL = ("[PAD]", "[unused1]", "[unused2]", "[UNK]", "[CLS]", "[SEP]")


def trimmed(source: Path, out: Path, texts: Iterable[str], size: int = SIZE) -> list[int]:
    """Write the small tokenizer; returns the old ids that remain, in the order of the new.

    Kept are the special pieces, every single ASCII character (so that any word can be
    spelt), and the pieces most used in the texts. All other words fall into smaller pieces.
    """
    from tokenizers import Tokenizer

    tokenizer: Any = Tokenizer.from_file(str(source))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    used: Counter[int] = Counter()
    for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False):
        used.update(encoding.ids)
    layout: dict[str, Any] = json.loads(source.read_text())
    old: dict[str, int] = layout["model"]["vocab"]
    chosen = {old[name] for name in SPECIAL}
    chosen |= {
        at
        for piece, at in old.items()
        if len(letter := piece.removeprefix("##")) == 1 and letter.isascii()
    }
    for at, _ in sorted(used.items(), key=lambda item: (-item[1], item[0])):
        if len(chosen) >= size:
            break
        chosen.add(at)
    kept = sorted(chosen)
    names = {at: piece for piece, at in old.items()}
    layout["model"]["vocab"] = {names[at]: new for new, at in enumerate(kept)}
    layout["added_tokens"] = [
        {**token, "id": layout["model"]["vocab"][token["content"]]}
        for token in layout["added_tokens"]
        if token["content"] in SPECIAL
    ]
    layout.update(post_processor=None, truncation=None, padding=None)
    out.write_text(json.dumps(layout, ensure_ascii=False, separators=(",", ":")))
    return kept
