"""Whether some letters are a Vietnamese syllable: an onset, a rhyme, at most one tone.

It tells words in an old font, or halves of a broken word, from whole ones. Onsets and rhymes are those of the standard
orthography (Thompson 1965, A Vietnamese grammar, chapters 1 to 4), both places of the tone mark allowed.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_CHECKED = re.compile("[\u0301\u0323]")  # the tones that a syllable ending in c, ch, p or t may have
_RHYMES = """
    a ai ao au ay ac ach am an ang anh ap at ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uai uan uang uât uân uâng uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
    uy uya uych uyên uyêt uynh uyt uyu
    ư ưa ưc ưi ươc ươi ươm ươn ương ươp ươt ươu ưng ưt ưu
    y yêm yên yêng yêt yêu ynh yt
""".split()
_SYLLABLE = re.compile(
    f"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(?:{'|'.join(sorted(_RHYMES, key=len, reverse=True))})"
)


@functools.lru_cache(maxsize=65_536)
def is_syllable(letters: str) -> bool:
    """Whether some letters are one Vietnamese syllable.

    >>> is_syllable("Nội"), is_syllable("Nam"), is_syllable("forêt"), is_syllable("trứơc")
    (True, True, False, True)
    """
    apart = unicodedata.normalize("NFD", letters.casefold())
    bare = unicodedata.normalize("NFC", _TONES.sub("", apart))
    tones = _TONES.findall(apart)
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not (tones and bare.endswith(("c", "ch", "p", "t"))) or bool(_CHECKED.match(tones[0]))
