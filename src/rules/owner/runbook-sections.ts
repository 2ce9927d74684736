import type { Outline } from '../../evidence/runbook/runbook.ts'

/** A section that a runbook has, with the beginnings of the words that head it. */
type Section = { readonly name: string; readonly words: RegExp }

const section = (name: string, stems: string): Section => ({
  name,
  words: new RegExp(`(?:^|[^\\p{L}])(?:${stems.trim().split(/\s+/).join('|').replaceAll('_', ' ')})`, 'u'),
})

// Only a run that reads a runbook needs these.
// The headings of published runbooks, and what German, French and Spanish ones say; without accents, `_` is a space.
const sections = (): readonly Section[] => [
  section(
    'impact',
    `impact symptom effect affect meaning severity consequence blast_radius what_(?:it|this)_means what_(?:the_)?(?:users|customers)_see
    auswirkung folgen consecuencia bedeutung signification sintoma`,
  ),
  section(
    'diagnosis',
    `diagnos investigat triage troubleshoot debug analy root_cause cause possible_cause check(?:s|ing|list)?(?!\\p{L})
    verif symptom detect inspect identif confirm_ assess find_out how_to_tell what_to_look where_to_look first_look
    ursache fehlersuche prufe prufung comprob sintoma`,
  ),
  section(
    'mitigation',
    `mitiga fix resol remed repair recover workaround work_around what_to_do first_aid immediate_action action step
    containment contain_ restor respond response$ response_plan procedure solution how_to_handle handling
    stop_the_bleeding behebung behebe abhilfe massnahme maßnahme losung correcti(?:on|f) corrig attenuation que_faire
    que_hacer`,
  ),
  section(
    'rollback',
    `roll(?:ing|ed|s)?[-_]?(?:it_)?back revert undo turn(?:ing)?_(?:[^_]+_){0,3}off switch(?:ing)?_(?:[^_]+_){0,3}(?:off|back) go(?:ing)?_back return(?:ing)?_to_the_(?:old|previous|former)_ disabl
    kill[-_]?switch off[-_]?switch back(?:ing)?[-_]?(?:it_)?out shut(?:ting)?[-_]?(?:[^_]+_){0,3}(?:down|off) deactivat
    feature_flag stop_the_(?:ai|model|bot|system) zuruckroll ruckgangig abschalt ausschalt retour_arriere desactiv
    annul apag`,
  ),
  section(
    'escalation',
    `escal eskal contact kontakt call_the whom? on[-_]?call page_the paging owner notify notif get_help
    hand[-_]?(?:off|over) responsib`,
  ),
]

const folded = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ')

export type Gaps = {
  /** What no heading speaks of. */
  readonly missing: readonly string[]
  /** Headings under which nothing stands, where no other heading speaks of the same. */
  readonly empty: readonly Outline['headings'][number][]
}

/** What a runbook lacks for somebody who reads it at night. */
export const gapsOf = ({ headings, labels }: Pick<Outline, 'headings' | 'labels'>): Gaps => {
  const shown = headings.map((heading) => ({ heading, text: folded(heading.text) }))
  const bold = labels.map(({ value }) => folded(value))
  const missing: string[] = []
  const empty = new Set<Outline['headings'][number]>()
  for (const { name, words } of sections()) {
    const about = shown.filter(({ text }) => words.test(text)).map(({ heading }) => heading)
    if (bold.some((text) => words.test(text)) || about.some(({ isEmpty }) => !isEmpty)) continue
    if (about.length === 0) missing.push(name)
    for (const heading of about) empty.add(heading)
  }
  return { missing, empty: [...empty] }
}
