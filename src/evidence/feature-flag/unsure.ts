/** Rules for some that come before the split: it is the share of the others only. */
export const servesBefore = 'turns the system on for some by a rule before its split'

/** What is served where nothing else applies decides what happens on the night when the flag service fails. */
export const unclearDefault = 'has no default that says whether it turns the system on'

/** Which of the two counts, readers decide in their own ways. */
export const namedTwice = 'holds two flags of this name'
