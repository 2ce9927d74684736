/** A number by which plans are judged, with what it means and where it comes from. */
type Standard = { readonly value: number; readonly meaning: string; readonly source: string }

/** What a plan has to reach; rules offer them as settings. */
export const standards = {
  power: {
    value: 0.8,
    meaning: 'How often a stage has to show what is really there: its power',
    source: 'Cohen (1988), Statistical Power Analysis, 2.4; Kohavi, Tang and Xu (2020), chapter 17',
  },
  alpha: {
    value: 0.05,
    meaning: 'How often chance alone may pass as an effect: two-sided for a lift, one-sided for a margin',
    source: 'Kohavi, Tang and Xu (2020), Trustworthy Online Controlled Experiments, chapter 17',
  },
  fewest_per_arm: {
    value: 30,
    meaning: 'Observations in each arm below which nothing is concluded',
    source: 'the formulas are normal approximations; the usual rule of thumb for the central limit theorem',
  },
  longest_weeks: {
    value: 26,
    meaning: 'Weeks that a proposed stage may last at most',
    source:
      'after half a year product, season and customers are others; Kohavi, Tang and Xu (2020), chapter 23',
  },
} satisfies { readonly [name: string]: Standard }

/** The values that a plan is judged by. */
export type Bar = { readonly [name in keyof typeof standards]: number }

export const usualBar: Bar = {
  power: standards.power.value,
  alpha: standards.alpha.value,
  fewest_per_arm: standards.fewest_per_arm.value,
  longest_weeks: standards.longest_weeks.value,
}
