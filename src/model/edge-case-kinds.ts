/** The kinds of edge case that an honest eval set settles, covered or not applicable. */
export const edgeCaseKinds = [
  'missing_data',
  'messy_data',
  'dependency_down',
  'awkward_user',
  'out_of_scope',
  'seasonal_peak',
  'adversarial',
  'other',
] as const
