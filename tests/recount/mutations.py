"""Mutated definitions: each puts one wrong clause in the place of the right one of definitions.md.

`run` recounts the random districts under each; a mutation that no district tells from the program would show that the districts are too tame.
"""

MUTATIONS = {
    "G1": ["first day left out", "last day left out", "prev by 365 days", "prev end only clamped", "prev start kept at the month's end"],
    "G2": ["own takes the tree", "tree takes the own", "organ links for ever", "children only", "last year by today's tree",
           "every registration counted", "first registration of the window", "last registration speaks", "lead rows, not origins",
           "origins apart", "source by its code only"],
    "G3": ["voided petition counted", "voided lead counted", "voided disposal counted", "voided case counted", "voided result counted",
           "voided proposal counted", "every lead of a case must live", "case without leads left out", "results outlive their disposal",
           "proposals hang on nothing", "parted leads stay joined", "unapproved disposal counted", "unapproved result counted",
           "revoked result left out", "withdrawn case left out"],
    "G4": ["petition by received_on", "disposal by proposed_on", "case by proposed_on", "case by the later line", "case by the party line",
           "sanction by decided_on", "proposal by its reply"],
    "G5": ["merged persons apart", "persons counted as rows", "organisations counted as persons", "organisations held accountable"],
    "G6": ["matter without cases", "matter without merges", "undone merge counted", "matter is one lead", "voided leads connect"],
    "G7": ["rank as the person stands now", "grades without a rank", "rank of cases only", "party member as the person stands now",
           "flag of the same lead only", "voided leads flag"],
    "G8": ["registers not asked", "register opened inside the window"],
    "G9": ["year on year truncated", "year on year over the present"],
    "G10": ["shares rounded one by one", "share ties by code only"],
    "G13": ["topic without those below", "topic of the row only", "tags counted one by one"],
    "N01": ["name as it is now"],
    "F10 F11": ["first form is dealt with", "handling is not dealt with", "transfer is not dealt with", "umbrella persons again in F11",
                "party member not asked"],
    "F13": ["F13 within F12"],
    "F14": ["sanctioned persons stay in F14", "later sanction takes away", "sanction of the window takes away",
            "sanction of the scope takes away", "sanction of any matter takes away", "other organisational measures are handlings"],
    "F15 F20": ["accountability by its own topic", "accountability by its lead's topic", "F20 by topic"],
    "F28": ["disposals counted as rows", "last decision names the method"],
    "F29 F30": ["inquiries counted as leads", "verifications counted as rows", "verification by its end", "verification as first decision"],
    "F32-F37": ["both kinds in one case", "lowest rank speaks", "county level in F36"],
    "F38 F39": ["joint proposals in both types", "proposals counted as rows", "first issue of the window"],
    "F40-F44": ["forms counted as rows", "forms counted as persons", "lightest form speaks", "forms of all time", "conviction changes no form",
                "conviction raises every kind", "every transfer is form 4", "results without a lead counted", "accountability bears a form",
                "organisations bear a form"],
    "IMP06": ["rural among the largest"],
    "tables": ["conduct and rank of every class", "main conduct only", "lowest reported rank"],
}
NAMES = [name for names in MUTATIONS.values() for name in names]
