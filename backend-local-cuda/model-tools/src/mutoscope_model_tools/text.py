"""Text encoders, and tiny tokenizers that are real: trained here, of the classes that the pipelines use."""
import io
import json
from pathlib import Path

import sentencepiece
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer, T5Config, T5EncoderModel, T5Tokenizer, UMT5Config, UMT5EncoderModel

SENTENCES = """a red fox runs over the snow
ein roter Fuchs läuft über den Schnee
un renard roux court dans la neige, très vite !
un zorro rojo corre sobre la nieve; ¿adónde va?
赤い狐が雪の上を走る。
一只红色的狐狸在雪地上奔跑。
빨간 여우가 눈 위를 달린다
красная лиса бежит по снегу
ثعلب أحمر يركض فوق الثلج
a cat and a dog play in the garden at night, 4k, high quality 🦊
worst quality, blurry, low resolution
the moving picture of a train, slowly, from left to right
""".splitlines()

# What NFKC does, for a few letters: the whole table would be larger than a package.
FOLDED = {"\u3000": " ", "\u00a0": " ", "ﬁ": "fi", "ﬂ": "fl", "™": "TM", "①": "1", "Ａ": "A", "ａ": "a", "！": "!", "ｶ": "カ", "e\u0301": "é", "u\u0308": "ü", "ｶﾞ": "ガ"}
PROMPT, NEGATIVE = "a red ﬁox runs，über the 雪 🦊", "blurry, worst quality"


class TextEncoder(torch.nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids, attention_mask):
        return self.encoder(input_ids, attention_mask=attention_mask).last_hidden_state


class ClipText(torch.nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids):
        return self.encoder(input_ids).last_hidden_state


def export_t5(encoder, package, length: int) -> None:
    free = {0: "batch", 1: "length"}
    mask = torch.ones(2, length, dtype=torch.int64)
    mask[1, length // 2:] = 0
    package.graph("text_encoder", TextEncoder(encoder), {"input_ids": torch.randint(0, encoder.config.vocab_size, (2, length)), "attention_mask": mask},
                  ["last_hidden_state"], {"input_ids": free, "attention_mask": free, "last_hidden_state": free})


def export_clip(encoder, package, length: int) -> None:
    package.graph("text_encoder", ClipText(encoder), {"input_ids": torch.randint(0, encoder.config.vocab_size, (2, length))},
                  ["last_hidden_state"], {"input_ids": {0: "batch"}, "last_hidden_state": {0: "batch"}})


def unigram(folder: Path) -> T5Tokenizer:
    """A SentencePiece Unigram tokenizer with a normalisation table, as T5 and UMT5 have."""
    table, model = folder / "rules.tsv", io.BytesIO()
    points = lambda text: " ".join(f"{ord(c):X}" for c in text)
    table.write_text("".join(f"{points(old)}\t{points(new)}\n" for old, new in FOLDED.items()))
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 3), model_writer=model, model_type="unigram", vocab_size=400, hard_vocab_limit=False, character_coverage=1.0,
        normalization_rule_tsv=str(table), pad_id=0, eos_id=1, unk_id=2, bos_id=-1, num_threads=1, minloglevel=2)
    (folder / "spiece.model").write_bytes(model.getvalue())
    return T5Tokenizer.from_pretrained(folder, extra_ids=0)


def clip(folder: Path) -> CLIPTokenizer:
    """A byte-level BPE tokenizer with ends of words, as CLIP has."""
    trained = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    trained.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    trained.train_from_iterator([s.lower() for s in SENTENCES * 3], trainers.BpeTrainer(
        vocab_size=700, end_of_word_suffix="</w>", initial_alphabet=letters, show_progress=False))
    merges = [tuple(m) if not isinstance(m, str) else tuple(m.split(" ")) for m in json.loads(trained.to_str())["model"]["merges"]]
    # CLIP's order: bytes, bytes at the end of a word, merges, the two marks.
    words = letters + [letter + "</w>" for letter in letters] + [a + b for a, b in merges] + ["<|startoftext|>", "<|endoftext|>"]
    words = list(dict.fromkeys(words))
    (folder / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    return CLIPTokenizer.from_pretrained(folder, model_max_length=77)


def t5(tokenizer, kind: str, width: int):
    """A tiny T5 or UMT5 encoder."""
    config, model = {"t5": (T5Config, T5EncoderModel), "umt5": (UMT5Config, UMT5EncoderModel)}[kind]
    made = model(config(vocab_size=len(tokenizer), d_model=width, d_kv=8, d_ff=32, num_layers=2, num_heads=2, relative_attention_num_buckets=8,
                        relative_attention_max_distance=20, feed_forward_proj="gated-gelu", dropout_rate=0.0))
    with torch.no_grad():
        for name, weight in made.named_parameters():
            if "relative_attention_bias" in name:
                weight.normal_()  # Its start is so small that a wrong table would not be noticed.
    return made


def clip_encoder(tokenizer, width: int):
    return CLIPTextModel(CLIPTextConfig(vocab_size=len(tokenizer), hidden_size=width, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
                                        max_position_embeddings=77, bos_token_id=len(tokenizer) - 2, eos_token_id=len(tokenizer) - 1))


def keep(pipe, golden) -> None:
    """Adds ids, masks and hidden states of the text encoder to a golden, the prompt first, then what is to be avoided."""
    forward, calls = pipe.text_encoder.forward, []

    def kept(input_ids, attention_mask=None, **named):
        answer = forward(input_ids, attention_mask=attention_mask, **named)
        prefix = ["", "negative_"][len(calls)]
        calls.append(prefix)
        golden.add(prefix + "text_ids", input_ids)
        if attention_mask is not None:
            golden.add(prefix + "text_mask", attention_mask.long())
        golden.add(prefix + "text", answer.last_hidden_state)
        return answer

    pipe.text_encoder.forward = kept


class Hidden:
    """Stands for the answer of an encoder."""

    def __init__(self, hidden):
        self.last_hidden_state = hidden

    def __getitem__(self, index):
        return (self.last_hidden_state,)[index]


def stand_in(pipe, sessions) -> None:
    def forward(input_ids, attention_mask=None, **named):
        asked = sessions.about["graphs"]["text_encoder"]["inputs"]
        mask = torch.ones_like(input_ids) if attention_mask is None else attention_mask  # LTX hides no padding from its text encoder.
        mask = {"attention_mask": mask.long()} if "attention_mask" in asked else {}
        return Hidden(sessions.run("text_encoder", input_ids=input_ids, **mask))

    pipe.text_encoder.forward = forward
