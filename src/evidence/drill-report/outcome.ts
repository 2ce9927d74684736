import { seconds } from '../../values/index.ts'

/** A time that a text states, in seconds and as it stands there. */
export type Duration = { readonly seconds: number; readonly text: string }

const unit = {
  h: /^(?:h|hrs?|hours?|std|stunden?|heures?|horas?)$/i,
  min: /^(?:m|mins?|minutes?|minuten?|minutos?)$/i,
}
const amount = String.raw`\d{1,4}(?:[.,]\d{1,2})?`
const hours = 'h|hrs?|hours?|std|stunden?|heures?|horas?'
const minutes = 'm|mins?|minutes?|minuten?|minutos?'
const duration = new RegExp(
  String.raw`(?<![\p{L}\d.,:/-])(${amount})[ -]?(${hours}|${minutes}|s|secs?|seconds?|sekunden?|secondes?|segundos?)(?![\p{L}\d])(?: ?(?:and|und|et|y)? ?(\d{1,2}) ?(?:${minutes})(?![\p{L}\d]))?`,
  'giu',
)

// A clock, or how long somebody watched: no time that it took.
const before =
  /(?<!\p{L})(?:for|during|over|every|per|last|past|next|of|at|before|um|seit|alle|während|pendant|durante|cada|à|las)(?: the| a| an)? $/iu
const after =
  /^ (?:of|windows?|sessions?|exercise|drill|workshop|later|before|earlier|ago|long|per|traffic|shift|desk|on-call)(?!\p{L})/iu
const aDay = 86_400

const inSeconds = (text: string, word: string): number => {
  const value = Number(text.replace(',', '.'))
  const name = unit.h.test(word) ? 'h' : unit.min.test(word) ? 'min' : 's'
  return seconds({ value, unit: name })
}

/** The times that a line states for something done: no clock, and nothing of a day or more, which is how long one watched. */
export const durationsIn = (line: string): Duration[] =>
  [...line.matchAll(duration)].flatMap((match) => {
    const [text, value = '', word = '', more] = match
    if (before.test(line.slice(Math.max(0, match.index - 20), match.index))) return []
    if (after.test(line.slice(match.index + text.length, match.index + text.length + 20))) return []
    const total = inSeconds(value, word) + (more === undefined ? 0 : inSeconds(more, 'min'))
    return total < aDay ? [{ seconds: total, text }] : []
  })

const outcomes = [
  'postponed|cancell?ed|called off|aborted|failed|not (?:yet )?(?:tried|done|run|tested|performed|executed|successful)|unsuccessful|did not (?:work|succeed)',
  'verschoben|abgesagt|abgebrochen|fehlgeschlagen|nicht (?:durchgeführt|getestet|erprobt|versucht)',
  'reportée?|annulée?|(?:a )?échoué|(?:pas|non) (?:faite?|testée?|essayée?|effectuée?)',
  'aplazad[oa]|pospuest[oa]|cancelad[oa]|fallid[oa]|no (?:probad[oa]|realizad[oa]|hech[oa])',
].join('|')
const name = '(?:drills?|fall-?back|roll-?back|load|test|übung|exercice|simulacro)'
/** The day may stand between the drill and what became of it: `the fallback drill of 20 October 2026 failed`. */
const day = String.raw`(?:,? (?:(?:of|on|from|vom|am|du|le|del|el) )?(?:[\d.\/-]{4,10}|\d{1,2}\.? (?:de )?\p{L}{3,10}\.? (?:de )?\d{4}|\p{L}{3,10} \d{1,2},? \d{4}),?)?`
const linking = '(?: (?:was|is|were|has been|had to be|wurde|ist|a été|fue))?'
// A number in the next cell is how many failed, unless it is a time.
const end = String.raw`(?= *(?:$|[|,.;!)}\]"*_–—]|- |:(?! *\d)|(?:yet|because|until|to|by|due|and|at all|for now|took|auf|wegen|à|hasta)(?!\p{L})))(?! *\| *\d[\d.,]*(?![\d., ]*(?:${hours}|${minutes}|s|secs?|seconds?)(?!\p{L})))`
/** Only what stands as the result: a cell or a clause that begins with it, or what is said of the drill itself. */
const undone = new RegExp(
  String.raw`(?:(?:^|[|:;,("*_–—]| -) *(?:it )?|(?<!(?:no|not|kein|keine|aucun|ningún) )(?<!\p{L})${name}${day}${linking} )(${outcomes})${end}`,
  'iu',
)
const undoneNamed = new RegExp(
  String.raw`(?<!\p{L})(${name})${day}(?:${linking} |: *)(${outcomes})${end}`,
  'giu',
)

/** The words by which a line says that a drill was not done, or did not succeed. */
export const undoneIn = (line: string): string | undefined => undone.exec(line)?.[1]

/** The same of a line about several drills: only what is said of this one, by its name. */
export const undoneOf = (line: string, drill: RegExp): string | undefined =>
  [...line.matchAll(undoneNamed)].find(([, named = '']) => drill.test(named))?.[2]
