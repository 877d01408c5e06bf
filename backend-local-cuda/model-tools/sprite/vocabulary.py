"""The words Sprite understands, and how a prompt becomes a caption of four ids.

`build()` makes vocabulary.json. `read()` is the reference reading of a prompt: lower-case, everything but a-z becomes a space, then from left to right
the longest known phrase wins; the first word for a slot counts; words neither known nor in `ignore` are returned, so that the user can be told.
Words that Sprite cannot draw ("red", "slowly", "city") are left out on purpose: the user should hear that they had no effect.
"""
import json
import re

from render import SLOTS

OBJECT_WORDS = {
    "cat": "kitten kitty tomcat",
    "dog": "puppy doggy hound pup",
    "panda": "panda_bear",
    "pig": "piglet hog swine",
    "frog": "toad",
    "butterfly": "",
    "fish": "tropical_fish angelfish clownfish goldfish",
    "apple": "red_apple",
    "banana": "",
    "pizza": "pizza_slice slice_of_pizza piece_of_pizza",
    "car": "automobile red_car motor_car vehicle",
    "bus": "coach autobus omnibus",
    "rocket": "spaceship rocket_ship spacecraft space_ship space_rocket",
    "airplane": "aeroplane plane aircraft jet jet_plane airliner",
    "boat": "sailing_boat sailboat sail_boat yacht ship sailing_ship",
    "ball": "football soccer_ball soccer",
    "balloon": "red_balloon",
    "star": "golden_star gold_star yellow_star",
    "sun": "smiling_sun sun_with_a_face",
    "heart": "red_heart love_heart",
    "flower": "sunflower blossom",
    "tree": "oak leafy_tree",
    "robot": "android bot robot_head",
    "house": "home cottage",
}
PLURALS = {"butterfly": "butterflies", "fish": "fishes", "bus": "buses,busses", "puppy": "puppies", "kitty": "kitties",
           "doggy": "doggies", "calf": "calves", "coach": "coaches", "autobus": "autobuses", "omnibus": "omnibuses", "cattle": "", "swine": "",
           "aircraft": "", "spacecraft": "", "soccer": "", "slice of pizza": "slices of pizza", "piece of pizza": "pieces of pizza",
           "sun with a face": "", "tropical fish": "tropical fishes", "angelfish": "", "clownfish": "", "goldfish": ""}
PLACE_WORDS = {
    "sky": "skies blue_sky in_the_air in_the_sky in_the_clouds cloud clouds cloudy blue blue_background light_blue_background daylight",
    "grass": "meadow lawn field garden park hill hills countryside pasture grassland green_field green_meadow green_hill green_hills green_lawn green_garden green_grass green_background grassy farm forest woods",
    "sea": "ocean blue_sea blue_ocean blue_water deep_sea water lake river beach seaside coast shore waves wave underwater pond by_the_sea at_sea",
    "night": "night_sky starry_night starry_sky under_the_stars among_the_stars stars_in_the_sky stars_behind moonlit dark darkness space outer_space midnight "
             "galaxy universe black_background dark_background dark_sky evening nighttime at_night",
    "desert": "sand dunes dune sandy sahara sunset sunrise dusk dawn orange_sky orange_background savanna",
    "snow": "white_snow snowy winter ice icy arctic antarctica antarctic polar snowfield snow_field glacier north_pole south_pole wintry frozen",
    "pink": "pink_background pink_backdrop pink_wall pink_screen pink_sky pink_room plain_pink",
    "white": "white_background white_backdrop white_wall white_screen plain_background blank_background grey_background gray_background empty_background studio "
             "plain_white white_room",
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
          "shoots_up jumps jumping lifts",
    "down": "downwards downward falls falling fall descends descending descend sinks sinking sink drops dropping drop lands landing land dives diving dive "
            "goes_down flies_down floats_down top_to_bottom from_top_to_bottom to_the_bottom sets setting plunges plunging lowers lowering",
    "spinning": "spin spins rotate rotates rotating rotation turn turns turning twirl twirls twirling whirl whirls whirling roll rolls rolling revolves "
                "revolving revolve tumbles tumbling tumble spinning_around turning_around turns_around spins_around going_round round_and_round "
                "cartwheel cartwheels somersault somersaults pirouette",
    "growing": "grow grows bigger becomes_bigger becoming_bigger gets_bigger getting_bigger larger getting_larger gets_larger zoom_in zooms_in zooming_in "
               "approaches approaching approach comes_closer coming_closer closer nearer comes_nearer inflates inflating expands expanding swells enlarging",
    "shrinking": "shrink shrinks smaller becomes_smaller becoming_smaller gets_smaller getting_smaller zoom_out zooms_out zooming_out moves_away "
                 "moving_away recedes receding goes_away going_away flies_away flying_away floats_away floating_away deflates deflating dwindles "
                 "into_the_distance away",
}
SIZE_WORDS = {
    "small": "little tiny mini miniature teeny wee far_away distant from_afar minute petite",
    "big": "large huge giant enormous gigantic massive great close_up closeup tall colossal massive oversized",
}
IGNORE = """a an the is are was were be being of with and or in on at by to from for into onto over above below under behind near next through it its this that there
here some one very as while then against toward towards my your his her our i me we you show shows showing make makes making create creates generate
video clip movie film animation animated animate short picture image scene background backdrop shot view camera emoji cartoon sprite
move moves moving motion go goes going fly flies flying float floats floating slide slides sliding drive drives driving sail sails sailing swim swims
swimming walk walks walking run runs running travel travels travelling traveling glide glides gliding drift drifts drifting ride rides riding cross
crosses crossing pass passes passing come comes coming get gets getting become becomes becoming please front side top bottom""".split()
WORDS = {"object": OBJECT_WORDS, "place": PLACE_WORDS, "motion": MOTION_WORDS, "size": SIZE_WORDS}


def build() -> dict:
    """The content of vocabulary.json."""
    words: dict[str, dict] = {}

    def add(phrase, slot, number):
        if not phrase:
            return
        assert re.fullmatch(r"[a-z]+( [a-z]+)*", phrase), phrase
        entry = {"slot": slot, "id": number}
        assert words.get(phrase, entry) == entry, f"'{phrase}' has two meanings"
        words[phrase] = entry

    for slot, (name, meanings) in enumerate(WORDS.items()):
        assert list(meanings) == SLOTS[name], name
        for number, (word, synonyms) in enumerate(meanings.items(), 1):
            if (name, word) not in {("place", "pink"), ("place", "white")}:  # "a pink cat" must not turn the background pink
                phrases = [word] + [s.replace("_", " ") for s in synonyms.split()]
            else:
                phrases = [s.replace("_", " ") for s in synonyms.split()]
            for phrase in phrases:
                add(phrase, slot, number)
                if name == "object":
                    for plural in PLURALS.get(phrase, phrase + "s").split(","):
                        add(plural, slot, number)
    assert not set(IGNORE) & set(words)
    names = {str(slot): ["none"] + list(options) for slot, options in enumerate(SLOTS.values())}
    return {"slots": list(SLOTS), "words": dict(sorted(words.items())), "names": names, "ignore": sorted(set(IGNORE))}


def read(prompt: str, vocabulary: dict) -> tuple[list[int], list[str]]:
    """(caption ids, unknown words) of a prompt."""
    words, ignore = vocabulary["words"], set(vocabulary["ignore"])
    longest = max(len(w.split()) for w in words)
    tokens = re.sub("[^a-z]+", " ", prompt.lower()).split()
    caption, unknown, at = [0] * len(vocabulary["slots"]), [], 0
    while at < len(tokens):
        for length in range(min(longest, len(tokens) - at), 0, -1):
            entry = words.get(" ".join(tokens[at:at + length]))
            if entry:
                caption[entry["slot"]] = caption[entry["slot"]] or entry["id"]
                break
        else:
            length = 1
            if tokens[at] not in ignore:
                unknown.append(tokens[at])
        at += length
    return caption, unknown


if __name__ == "__main__":
    import sys
    built = build()
    print(len(built["words"]), "phrases")
    for prompt in sys.argv[1:]:
        print(prompt, "->", *read(prompt, built))
