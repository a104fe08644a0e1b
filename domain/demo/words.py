"""The texts of the invented desk: what callers say, what people want to do again, what is written down."""

NEEDS = {
    "UCR1": (
        "Found on the kitchen floor at breakfast. Up with help, no pain, did not hit the head. Frightened to walk.",
        "Slid from the bed in the night, lifted by the crew. Bruised hip, bearing weight. Third fall this month.",
        "Tripped on the mat by the door. Shaken, walking with one hand on the wall.",
        "Down for an hour before the neighbour heard. Warm now, drinking tea, wants nobody to fuss.",
    ),
    "UCR2": (
        "Getting slower for a week, eating little, chair to bed takes two of us now.",
        "Off her feet since the chest infection. Tablets finished, strength has not come back.",
        "More muddled and weaker since Sunday. Managing sips. Family cannot stay tonight.",
    ),
    "UCR3": (
        "Home from hospital after a hip repair. Needs help to wash, dress and climb the stairs again.",
        "Three weeks on the ward with pneumonia. Walks ten metres with a frame. Keen to manage alone.",
        "Cannot get up from the armchair without help since the plaster came off.",
        "Stroke in the summer, arm still weak. Wants to cook again.",
    ),
    "UCR4": (
        "Came home to be with family. Needs care four times a day, two to turn. Nurses see to the syringe pump.",
        "Pain under control but the nights are hard. Husband is worn out.",
    ),
    "UCR5": (
        "Commode broke this morning. Cannot reach the bathroom upstairs.",
        "Hospital bed came, mattress did not. Skin is red at the heel.",
    ),
    "UCR6": (
        "Suddenly confused since last evening, calling for her mother. Urine dark. No fever.",
        "Up all night moving furniture. Not like him. Drinking little.",
    ),
    "UCR7": (
        "Catheter has not drained since six. Lower belly tight and sore.",
        "Bag leaks at the join, bed is wet, changed twice already.",
    ),
    "UCR8": (
        "Sugar was 3.4 before breakfast and again at ten. Took juice. Lives alone.",
        "Has missed the insulin since Friday, the nurse could not get in. Reading 19.",
    ),
    "UCR9": (
        "Wife who does everything was taken to hospital in the night. He cannot be left.",
        "Daughter has flu and cannot lift her. Nobody else near.",
    ),
    "UCR0": (
        "GP asks for somebody to look in: heating is off and the house is cold.",
        "Discharge team would like a first visit to see how the week went.",
    ),
}

GOALS = (
    "Walk to the corner shop and back", "Wash and dress without help", "Climb the stairs to my own bed",
    "Make my own breakfast and tea", "Get in and out of the bath safely", "Manage my own tablets",
    "Go back to the lunch club on Thursdays", "Get up from the chair on my own", "Walk the dog round the block",
    "Cook Sunday dinner again", "Feel safe alone at night", "Get out to the garden",
)  # fmt: skip

NEXT_STEPS = (
    "Ring the daughter about the weekend", "Ask therapy for a stair rail", "Order a perching stool",
    "Agree fewer tea visits", "Check the tablets with the pharmacy", "Joint visit with the nurse",
    "Ask social work about long-term care", "Telecare referral", "Try a morning without us",
)  # fmt: skip

ENDINGS = {
    "independent": "Doing everything alone again, thanked everybody.",
    "reduced": "One visit a week from a neighbour is enough.",
    "same": "As before the fall; usual carers go on.",
    "long-term": "Handed over to a long-term provider, keys and list of visits passed on.",
    "hospital": "Taken in by ambulance, ward has the care plan.",
    "died": "Died at home with family there.",
    "declined": "Says enough is enough and will manage.",
    "moved": "Gone to live with the son.",
}

CALLS = (
    "Told who is coming and when.", "Asked how the night went: fine.", "Wants the visit earlier on Thursday.",
    "Keys are with the neighbour this week.", "Prescription has been collected.", "Would like the same worker again.",
    "Hospital appointment on Friday morning, do not come before noon.",
)  # fmt: skip

ORGANISATIONS = {
    "gp": ("Weavers Bridge Surgery", "Tenterfield Medical Centre", "Loomgate Practice"),
    "ambulance": ("Ambulance crew", "Ambulance clinical hub"),
    "111": ("NHS 111",),
    "ward": (
        "Ward 6, Moorside Infirmary",
        "Ward 11, Moorside Infirmary",
        "Discharge lounge, Moorside Infirmary",
    ),
    "community-hospital": ("Croft House intermediate care unit",),
    "social-care": ("Adult social care front door",),
    "community-nurse": ("District nurses, north team", "District nurses, south team"),
    "therapist": ("Community therapy",),
    "care-home": ("Yew Tree Lodge",),
    "voluntary": ("Good Neighbours scheme",),
}
