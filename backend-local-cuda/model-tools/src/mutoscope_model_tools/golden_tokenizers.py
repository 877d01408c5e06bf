"""Small tokenizers of the kinds that CLIP, T5 and UMT5 use, and what transformers makes of a multilingual corpus with them.

python -m mutoscope_model_tools.golden_tokenizers ../worker/src/test/resources/goldens/tokenizers
python -m mutoscope_model_tools.golden_tokenizers --full OUT [bpe_simple_vocab_16e6.txt.gz]     # SentencePiece's whole table of spellings, CLIP's own vocabulary

They are trained here on a few sentences, because vocabularies cannot be downloaded everywhere. The committed ones know a small table of
spellings, made of the same rules (compatibility forms, control characters, white space) for the characters of the corpus. With --full
everything is too large to commit; point the worker's test at it with -Dmutoscope.tokenizers=OUT.
"""

import gzip
import hashlib
import json
import shutil
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import sentencepiece
from diffusers.pipelines.wan.pipeline_wan import prompt_clean
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import CLIPTokenizer, T5Tokenizer
from transformers.convert_slow_tokenizer import import_protobuf

SENTENCES = """A red panda walks through the snowy forest at night, cinematic lighting, highly detailed.
The quick brown fox jumps over the lazy dog; it's what they'd call a classic, isn't it? We'll see, I'm sure you've tried.
Ein kleiner Hund läuft über die große Straße, während die Sonne untergeht. Übermäßig schön!
Une fille danse sous la pluie à Paris, l'été dernier, près du café. ¿Dónde está la biblioteca? ¡Qué sorpresa!
赤いパンダが雪の森を歩いている。夜の東京、ネオンの光、雨に濡れた道路。カメラがゆっくり近づく。
一只红熊猫在雪林中行走，夜晚的城市，霓虹灯，高清，电影般的光线。镜头慢慢推进。
빨간 판다가 눈 덮인 숲속을 걷고 있다. 밤의 서울.
باندا أحمر يمشي في غابة ثلجية ليلا، إضاءة سينمائية. قطة صغيرة تلعب بالكرة.
Красная панда идёт по снежному лесу ночью, кинематографический свет.
लाल पांडा बर्फीले जंगल में चल रहा है। क्षत्रिय ज्ञान।
Ένας κόκκινος πάντα περπατά στο χιονισμένο δάσος. ΣΊΣΥΦΟΣ
camera pans left, 4k, 8K, 24fps, 16:9, f/1.8, $100, 50%, e-mail@example.com, C++ & C#, x^2 + y_1 = 3.14159""".split("\n")

TEXTS = [
    ("", 1), (" ", 1), ("   \t\n ", 1), ("a", 1), ("cat", 1), ("A red panda walks through the snowy forest at night", 1),
    ("  leading and trailing  ", 1), ("runs   of    spaces\tand\ttabs\n\nand\r\nlines", 1), ("it's we're I'VE they'd'll 's", 1),
    ("<|startoftext|>x<|endoftext|> </s> <pad> <unk> <extra_id_0> <0x41> <|ENDOFTEXT|>", 1), ("\u2581a \u2581\u2581 b", 1),
    ("2024年12月31日、東京タワーの上を飛ぶ龍。ﾊﾝｶｸ ｶﾅ ガ ｶﾞ", 1), ("Ｆｕｌｌ－ｗｉｄｔｈ　ＴＥＸＴ１２３！", 1), ("一只猫、狗和鳥，龘靐齉", 1),
    ("قِطّةٌ صَغيرة تلعب ١٢٣", 1), ("क्षत्रिय ज्ञान लाल", 1), ("cafe\u0301 vs café, A\u030angstro\u0308m, Å, ǆ, ŀ", 1),
    ("\u0130stanbul ıI ΣΊΣΥΦΟΣ ß ẞ ﬁne oﬀice ﬃ", 1), ("👩‍👩‍👧‍👦 family 🏳️‍🌈 flag 🇯🇵🇩🇪 👍🏽 ❤️ ☃", 1), ("zero\u200bwidth\u200cnon\u200djoin\ufeffbom\u2060wj", 1),
    ("control\x00\x01\x07\x1b[31m\x7f\x85nel\xa0nbsp\u2028ls\u2029ps\u3000ideo\u202fnn\u205f", 1), ("\ufb01\u0301x e\u0301\u0323 \uff21\u0301", 1),
    ("①②③ ㈱ ㍻ ½ ²³ ™ … ‼ ℡ Ⅷ", 1), ("“curly” ‘quotes’ – — ‹›«»", 1), ("a\u0300\u0301\u0302\u0303\u0304b", 1), ("\U0001d400\U0001d7d8 𝓐 𠮷野家 \U0010ffff \ufffd", 1),
    ("supercalifragilisticexpialidocious antidisestablishmentarianism", 1), ("a.b,c;d:e!f?g(h)i[j]k{l}m/n\\o|p~q`r@s#t$u%v^w&x*y-z_0+1=2<3>4", 1),
    ("1234567890 3.14 1,000,000 ٣٤ ४५ ᠎ mongolian", 1), ("한국어 자모 ᄒ\u1161\u11ab 각\u11a8", 1), ("\r\n\r\n", 1), ("؀123 \u0601", 1), ("ไทย ภาษาไทย ກຳ ำ", 1),
    ("Tom &amp; Jerry &lt;3 &quot;x&quot; &#39;y&#39; &#x1F43C; &amp;amp;lt; &nonsense; &#0; &hellip;", 1), ("a <b>&amp;amp;</b> &copy; AT&T R&D;", 1),
    ("x", 3000), ("A red panda walks. ", 600), ("赤いパンダが雪の森を歩く", 300), ("👩‍👩‍👧‍👦", 450), ("e\u0301", 2000), (" ", 2000), ("\u0301", 300), ("ab c\n", 2000),
]

TINY = 24
HUGE = 16000


def unigram(folder, bytes_too, full):
    """A SentencePiece model with T5's special pieces."""
    shutil.rmtree(folder, ignore_errors=True)  # transformers would read a tokenizer.json left from before
    folder.mkdir(parents=True)
    rules = {"normalization_rule_name": "nmt_nfkc"} if full else {"normalization_rule_tsv": str(spellings(folder))}
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 20), model_prefix=str(folder / "spiece"), vocab_size=700 if bytes_too else 420, model_type="unigram",
        character_coverage=0.98, pad_id=0, eos_id=1, unk_id=2, bos_id=-1, pad_piece="<pad>", byte_fallback=bytes_too, minloglevel=2,
        hard_vocab_limit=False, num_threads=1, **rules)
    (folder / "spiece.vocab").unlink()
    (folder / "spellings.tsv").unlink(missing_ok=True)
    return str(folder / "spiece.model")


def spellings(folder):
    """Rules as in nmt_nfkc, for what occurs in the corpus."""
    rules = {}
    for text, _ in TEXTS:
        for i, c in enumerate(text):
            for part in (c, text[i : i + 2]):
                other = unicodedata.normalize("NFKC", part)
                if other != part and (len(part) == 1 or other != "".join(unicodedata.normalize("NFKC", x) for x in part)):
                    rules[part] = other
            if c.isspace() or c in "\u200b\ufeff":
                rules[c] = " "
            elif unicodedata.category(c) == "Cc":
                rules[c] = ""
    rules = {k: v for k, v in rules.items() if k != " " and "\0" not in k}
    file = folder / "spellings.tsv"
    lines = [" ".join(f"{ord(c):X}" for c in k) + "\t" + " ".join(f"{ord(c):X}" for c in v) for k, v in sorted(rules.items())]
    file.write_text("\n".join(lines) + "\n")
    return file


def t5(folder, full):
    model = unigram(folder, False, full)
    made = T5Tokenizer.from_pretrained(folder)
    made.backend_tokenizer.no_padding()
    made.backend_tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    return {"tokenizer.json": made.backend_tokenizer, "spiece.model": made.backend_tokenizer}, 0


def umt5(folder, full):
    """As google/umt5-xxl: byte fallback, runs of spaces become one mark, no split at white space."""
    proto = import_protobuf().ModelProto()
    proto.ParseFromString(Path(unigram(folder, True, full)).read_bytes())

    def made(normalizer, pre):
        tokenizer = Tokenizer(models.Unigram([(p.piece, p.score) for p in proto.pieces] + extra(pre), unk_id=2, byte_fallback=True))
        tokenizer.add_special_tokens([AddedToken(t, normalized=False, special=True) for t in ("<pad>", "</s>", "<unk>")])
        if len(pre) > 1:
            tokenizer.add_special_tokens([AddedToken(t, normalized=False, special=True) for t, _ in extra(pre)])
        tokenizer.normalizer = normalizer
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(pre) if len(pre) > 1 else pre[0]
        tokenizer.decoder = decoders.Metaspace()
        tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)])
        return tokenizer

    def extra(pre):
        return [(f"<extra_id_{i}>", 0.0) for i in range(99, -1, -1)] if len(pre) > 1 else []

    table = normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap)
    mark = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always", split=True)
    whole = made(normalizers.Sequence([table, normalizers.Strip(left=False, right=True), normalizers.Replace(Regex(" {2,}"), "\u2581")]), [mark])
    whole.save(str(folder / "tokenizer.json"), pretty=False)
    return {"tokenizer.json": whole, "spiece.model": made(table, [pre_tokenizers.WhitespaceSplit(), mark])}, 0


def pairs(count):
    """The merges that byte pair encoding learns from the sentences; of equally frequent ones the first in the alphabet."""
    split = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words = [w for s in SENTENCES for part in s.lower().split() for w, _ in split.pre_tokenize_str(part)]
    words = [list(w[:-1]) + [w[-1] + "</w>"] for w in words]
    merges = []
    while len(merges) < count:
        seen = Counter(pair for word in words for pair in zip(word, word[1:]))
        left, right = min(seen, key=lambda pair: (-seen[pair], pair))
        merges.append(f"{left} {right}")
        for word in words:
            at = 0
            while at < len(word) - 1:
                if (word[at], word[at + 1]) == (left, right):
                    word[at : at + 2] = [left + right]
                at += 1
    return merges


def clip(folder, vocabulary):
    shutil.rmtree(folder, ignore_errors=True)  # transformers would read a tokenizer.json left from before
    folder.mkdir(parents=True)
    if vocabulary:
        alphabet = list(pre_tokenizers.ByteLevel.alphabet())
        order = sorted(alphabet, key=lambda c: (not (ord("!") <= ord(c) <= ord("~") or 0xA1 <= ord(c) <= 0xFF), ord(c)))
        merges = gzip.open(vocabulary).read().decode("utf-8").split("\n")[1 : 49152 - 256 - 2 + 1]
        pieces = order + [c + "</w>" for c in order] + [m.replace(" ", "") for m in merges] + ["<|startoftext|>", "<|endoftext|>"]
    else:
        letters = sorted(pre_tokenizers.ByteLevel.alphabet())
        merges = pairs(440)
        pieces = letters + [c + "</w>" for c in letters] + [m.replace(" ", "") for m in merges] + ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({p: i for i, p in enumerate(dict.fromkeys(pieces))}, ensure_ascii=False), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n", encoding="utf-8")
    made = CLIPTokenizer.from_pretrained(folder)
    made.backend_tokenizer.no_padding()
    made.backend_tokenizer.no_truncation()
    made.backend_tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    return {"tokenizer.json": made.backend_tokenizer, "vocab.json": made.backend_tokenizer}, made.pad_token_id


def cases(tokenizer):
    tokenizer.no_padding()
    made = []
    for text, times in TEXTS:
        case = {}
        for name, length in (("tiny", TINY), ("huge", HUGE)):
            tokenizer.enable_truncation(length)
            ids = tokenizer.encode(text * times).ids
            digest = hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()[:16]
            case[name] = ids if len(ids) <= 48 else {"count": len(ids), "sha256": digest}
        if case["tiny"] == case["huge"]:
            case.pop("tiny")
        made.append(case)
    return made


def main():
    full = sys.argv[1] == "--full"
    out = Path(sys.argv[2 if full else 1])
    vocabulary = sys.argv[3] if full and len(sys.argv) > 3 else None
    golden = {"made_by": "golden_tokenizers.py", "tiny": TINY, "huge": HUGE, "texts": [{"text": t, "times": n} for t, n in TEXTS], "tokenizers": {}}
    for name, (made, fill) in {"t5": t5(out / "t5", full), "umt5": umt5(out / "umt5", full), "clip": clip(out / "clip", vocabulary)}.items():
        for file, tokenizer in made.items():
            golden["tokenizers"][f"{name}/{file}"] = {"fill": fill, "cases": cases(tokenizer)}
    golden["wan_cleaned"] = [prompt_clean(text) for text, _ in TEXTS]
    (out / "golden.json").write_text(json.dumps(golden, separators=(",", ":")))


main()
