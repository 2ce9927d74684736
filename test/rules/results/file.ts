type Arm = { readonly [metric: string]: unknown }

/** A results file, on one line a metric; days and model as in the tables. */
export const resultsFile = (
  stage: string,
  treatment: Arm,
  control?: Arm,
  rest: { readonly [key: string]: unknown } = {},
): string =>
  JSON.stringify(
    {
      stage,
      from: '2026-10-05',
      to: '2026-10-25',
      model: 'small-2-20260801',
      looks: 1,
      arms: { treatment, ...(control && { control }) },
      ...rest,
    },
    undefined,
    1,
  )

export const proportion = (good: number, total: number) => ({ good, total })
export const mean = (value: number, sd: number, n: number) => ({ mean: value, sd, n })
export const percentile = (above: number, limit: string, total: number) => ({ above, limit, total })
