"""The words Sprite understands, and how a prompt becomes a caption of nine ids.

    npm pack cldr-annotations-full@48.2.0 && tar xzf cldr-annotations-full-48.2.0.tgz      # names of objects in other languages, as package/annotations
    python vocabulary.py "a red cat and a small dog at night"                             # SPRITE_NAMES, SPRITE_ICONS as in the README

`build()` makes vocabulary.json: English from objects.txt and the lists below; German, French, Spanish, Italian and Portuguese from words.json and, for
objects, from the names that Unicode CLDR gives their pictures. A phrase that already means something else is left out. `read()` is the reference reading:
lower case; from left to right the longest known phrase wins, its last word perhaps in an English plural; words neither known nor in `ignore` are returned, so
that the user can be told. A size or colour goes to the next object, a motion to the last one named; the second object fills the slots of its own.
"""
import json
import os
import re
from pathlib import Path

from pictures import ICONS, OBJECTS
from render import SLOTS

VERSION = 2
LANGUAGES = ("de", "fr", "es", "it", "pt")
NAMES = Path(os.environ.get("SPRITE_NAMES", "package/annotations"))
SECOND = {"object": "object2", "motion": "motion2", "size": "size2", "colour": "colour2"}
BEFORE, SHARED = ["size", "colour"], ["motion"]

PLACE_WORDS = {
    "sky": "skies blue_sky in_the_air in_the_sky in_the_clouds cloudy_sky blue_background light_blue_background daylight",
    "grass": "meadow lawn field park hill hills countryside pasture grassland green_field green_meadow green_hill green_hills green_lawn green_grass "
             "green_background grassy farm",
    "sea": "ocean blue_sea blue_ocean blue_water deep_sea water lake river waves at_sea by_the_sea pond",
    "night": "night_sky starry_night starry_sky under_the_stars among_the_stars stars_in_the_sky stars_behind moonlit dark darkness midnight "
             "dark_background dark_sky evening nighttime at_night",
    "desert": "sand dunes dune sandy sahara orange_background savanna",
    "snow": "white_snow snowy winter icy arctic antarctic antarctica polar snowfield snow_field glacier north_pole south_pole wintry frozen",
    "pink": "pink_background pink_backdrop pink_wall pink_screen pink_sky pink_room plain_pink",
    "white": "white_background white_backdrop white_wall white_screen plain_background blank_background grey_background gray_background empty_background studio "
             "plain_white white_room",
    "forest": "woods woodland jungle wood in_the_trees between_trees",
    "city": "town skyline downtown city_lights big_city metropolis city_at_night in_the_city between_skyscrapers",
    "mountains": "alps in_the_mountains mountain_range mountain_landscape highlands peaks",
    "beach": "shore seaside coast seashore at_the_beach on_the_beach sandy_beach",
    "underwater": "under_water under_the_sea under_the_water sea_floor seabed reef aquarium below_the_sea",
    "space": "outer_space galaxy universe black_background cosmos milky_way in_space orbit",
    "sunset": "sunrise dusk dawn evening_sky orange_sky evening_sun at_sunset golden_hour",
    "room": "living_room bedroom kitchen indoors inside_a_house wall at_home",
    "garden": "flowers_everywhere flower_meadow flower_field field_of_flowers among_flowers backyard",
    "road": "street highway motorway on_the_road along_the_road",
}
MOTION_WORDS = {
    "still": "stands sits standing sitting rests resting sleeping sleeps asleep motionless static stationary stays staying not_moving standing_still "
             "sitting_still does_not_move waiting waits hovering hovers stands_still sits_still stays_still calm unmoving stopped parked",
    "left": "leftwards leftward to_the_left from_right_to_left from_the_right_to_the_left right_to_left turns_left turning_left rolls_left rolling_left "
            "from_the_right towards_the_left",
    "right": "rightwards rightward to_the_right from_left_to_right from_the_left_to_the_right left_to_right turns_right turning_right rolls_right "
             "rolling_right from_the_left towards_the_right across",
    "up": "upwards upward rises rising rise ascends ascending ascend climbs climbing climb takes_off taking_off take_off lifts_off lifting_off lift_off "
          "launches launching launch soars soaring soar goes_up flies_up floats_up bottom_to_top from_bottom_to_top to_the_top blasts_off blasting_off "
          "shoots_up lifts",
    "down": "downwards downward falls falling fall descends descending descend sinks sinking sink drops dropping lands landing dives diving dive "
            "goes_down flies_down floats_down top_to_bottom from_top_to_bottom to_the_bottom sets setting plunges plunging lowers lowering",
    "spinning": "spin spins rotate rotates rotating rotation turn turns turning twirl twirls twirling whirl whirls whirling roll rolls rolling revolves "
                "revolving revolve tumbles tumbling tumble spinning_around turning_around turns_around spins_around going_round round_and_round "
                "cartwheel cartwheels somersault somersaults pirouette",
    "growing": "grow grows bigger becomes_bigger becoming_bigger gets_bigger getting_bigger larger getting_larger gets_larger zoom_in zooms_in zooming_in "
               "approaches approaching approach comes_closer coming_closer closer nearer comes_nearer inflates inflating expands expanding swells enlarging",
    "shrinking": "shrink shrinks smaller becomes_smaller becoming_smaller gets_smaller getting_smaller zoom_out zooms_out zooming_out moves_away "
                 "moving_away recedes receding goes_away going_away flies_away flying_away floats_away floating_away deflates deflating dwindles "
                 "into_the_distance away",
    "bouncing": "bounce bounces jump jumps jumping hop hops hopping leap leaps leaping bouncing_up_and_down jumps_up_and_down up_and_down skips skipping",
    "circling": "circle circles in_circles in_a_circle flies_in_circles going_around goes_around orbiting orbits looping loops loop_the_loop",
    "shaking": "shake shakes tremble trembles trembling shiver shivers shivering vibrate vibrates vibrating wiggle wiggles wiggling quakes quaking",
    "swaying": "sway sways swing swings swinging rock_back_and_forth rocking rocks_back_and_forth wobble wobbles wobbling dance dances dancing back_and_forth "
               "side_to_side nodding nods waves_around",
}
SIZE_WORDS = {
    "small": "little tiny mini miniature teeny wee far_away distant from_afar minute petite",
    "big": "large huge giant enormous gigantic massive great close_up closeup tall colossal oversized",
}
COLOUR_WORDS = {"red": "scarlet crimson", "orange": "", "yellow": "golden_yellow", "green": "emerald", "blue": "azure light_blue dark_blue", "purple": "violet lilac",
                "pink": "rosy magenta", "brown": "", "black": "", "white": "", "grey": "gray silver"}
IGNORE = """a an the is are was were be being of with and or in on at by to from for into onto over above below under behind near next through it its this that there
here some one two very as while then against toward towards my your his her our i me we you show shows showing make makes making create creates generate
video clip movie animation animated animate short picture image scene background backdrop shot view emoji cartoon sprite
move moves moving motion go goes going fly flies flying float floats floating slide slides sliding drive drives driving sail sails sailing swim swims
swimming walk walks walking run runs running travel travels travelling traveling glide glides gliding drift drifts drifting ride rides riding cross
crosses crossing pass passes passing come comes coming get gets getting become becomes becoming please front side top bottom made
coloured colored beside together around up""".split()
IGNORE.remove("up")
ENGLISH = {"object": {words[0]: words[1:] for words, _ in OBJECTS},
           **{slot: {name: [s.replace("_", " ") for s in phrases.split()] for name, phrases in table.items()}
              for slot, table in (("place", PLACE_WORDS), ("motion", MOTION_WORDS), ("size", SIZE_WORDS), ("colour", COLOUR_WORDS))}}
# "a pink cat" must not turn the background pink.
COLOUR_FIRST = {("place", "pink"), ("place", "white")}
IRREGULAR = {"mouse": "mice", "goose": "geese", "tooth": "teeth", "puppy": "puppies", "leaf": "leaves", "shelf": "shelves"}


def plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower().replace("’", "'")))


def foreign() -> tuple[dict, dict]:
    """({language: {slot: {name: [phrases]}}}, {language: ignored words}) from words.json and CLDR."""
    told = json.loads((Path(__file__).parent / "words.json").read_text())
    characters = {}
    for code, name in json.loads((ICONS.parent / "chars.json").read_text()).items():
        characters.setdefault(name, "".join(chr(int(c, 16)) for c in code.split("-")))
    words, ignored = {}, {}
    for language in LANGUAGES:
        names = json.loads((NAMES / language / "annotations.json").read_text())["annotations"]["annotations"]
        found = {}
        for english, picture in OBJECTS:
            phrases = []
            for p in (picture, picture.removesuffix("-face")):
                sign = characters.get(p, "")
                entry = names.get(sign) or names.get(sign.replace("\ufe0f", ""))
                phrases += [plain(n) for n in (entry or {}).get("tts", [])]
            found[english[0]] = [p for p in dict.fromkeys(phrases) if p and len(p.split()) <= 4]
        words[language] = {"object": found, **{slot: told[language][slot] for slot in ("place", "motion", "size", "colour")}}
        ignored[language] = told[language]["ignore"]
    return words, ignored


def build(report=None) -> dict:
    """The content of vocabulary.json. @param report called with every phrase left out"""
    words: dict[str, dict] = {}
    others, ignored = foreign()
    ignore = set(IGNORE).union(*ignored.values())
    # A word with a meaning is never ignored: English "die" and German "die" cannot both be right.
    spoken = {"en": ENGLISH, **others}

    def add(phrase, slot, number, language):
        entry = {"slot": slot, "id": number}
        if phrase in ignore or words.get(phrase, entry) != entry:
            if report:
                report(language, phrase)
            return
        words[phrase] = entry

    slots = list(SLOTS)
    order = ("motion", "place", "size", "colour", "object")
    for language, table in spoken.items():
        for slot in order:
            for name, phrases in table[slot].items():
                number = SLOTS[slot].index(name) + 1
                own = [name] if language == "en" and (slot, name) not in COLOUR_FIRST else []
                for phrase in own + list(phrases):
                    add(plain(phrase), slots.index(slot), number, language)
                    if language == "en" and slot == "object" and phrase in IRREGULAR:
                        add(IRREGULAR[phrase], slots.index(slot), number, language)
    return {"version": VERSION, "slots": slots, "second": SECOND, "before": BEFORE, "shared": SHARED, "words": dict(sorted(words.items())), "ignore": sorted(ignore),
            "names": {str(slot): ["none"] + list(options) for slot, options in enumerate(SLOTS.values())}}


def singulars(word: str) -> list[str]:
    """What a word may be the English plural of."""
    if len(word) < 3 or not word.endswith("s"):
        return []
    return [word[:-1]] + ([word[:-2]] if word.endswith("es") else []) + ([word[:-3] + "y"] if word.endswith("ies") else []) + \
        ([word[:-3] + "f"] if word.endswith("ves") else [])


def read(prompt: str, vocabulary: dict) -> tuple[list[int], list[str]]:
    """(caption ids, unknown words) of a prompt."""
    words, ignore = vocabulary["words"], set(vocabulary["ignore"])
    longest = max(len(w.split()) for w in words)
    tokens = re.findall(r"([^\W_]+)(?:['’]s\b)?", prompt.lower())
    said, unknown, at = [], [], 0
    while at < len(tokens):
        for length in range(min(longest, len(tokens) - at), 0, -1):
            phrase = tokens[at:at + length]
            meaning = next((words[p] for p in (" ".join(phrase[:-1] + [w]) for w in [phrase[-1]] + singulars(phrase[-1])) if p in words), None)
            if meaning:
                said.append((meaning["slot"], meaning["id"]))
                break
        else:
            length = 1
            if tokens[at] not in ignore and not any(s in ignore for s in singulars(tokens[at])) and tokens[at] not in unknown:
                unknown.append(tokens[at])
        at += length
    return caption(said, vocabulary), unknown


def caption(said, vocabulary) -> list[int]:
    """Puts what was said into slots."""
    slots = vocabulary["slots"]
    ids = [0] * len(slots)
    if "second" not in vocabulary:
        for slot, number in said:
            ids[slot] = ids[slot] or number
        return ids
    second = {slots.index(a): slots.index(b) for a, b in vocabulary["second"].items()}
    before, waiting, party = {slots.index(s) for s in vocabulary["before"]}, [], 0

    def put(slot, number):
        at = second.get(slot, slot) if party else slot
        ids[at] = ids[at] or number

    for slot, number in said:
        if slot in before:
            waiting.append((slot, number))
            continue
        if slot == 0:
            party = int(ids[0] > 0 and ids[0] != number and (party or not ids[second[0]]))
            put(slot, number)
            for w in waiting:
                put(*w)
            waiting = []
        else:
            put(slot, number)
    for w in waiting:
        put(*w)
    # Who is not said to move moves like the other.
    for slot in vocabulary["shared"] if ids[second[0]] else ():
        a, b = slots.index(slot), second[slots.index(slot)]
        ids[a], ids[b] = ids[a] or ids[b], ids[b] or ids[a]
    return ids


if __name__ == "__main__":
    import sys
    left_out: list[str] = []
    built = build(lambda language, phrase: left_out.append(f"{language}:{phrase}"))
    print(len(built["words"]), "phrases; left out:", *left_out)
    for prompt in sys.argv[1:]:
        print(prompt, "->", *read(prompt, built))
