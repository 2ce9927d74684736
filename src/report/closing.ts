import type { Diagnostic, Report, Verdict, Waived } from '../lint/report.ts'
import type { Run, View } from './format.ts'

/** The findings that the view asks for. */
export const visible = ({ diagnostics }: Report, { quiet }: View): readonly Diagnostic[] =>
  quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics

/** Why the run ended as it did, where no verdict and no problem says so already. */
export const unsaid = ({ status, reason, reports, problems }: Run): string | undefined => {
  if (status === 'passed') return reports.length === 0 ? 'there is no pilot.yaml to judge' : undefined
  const told =
    status === 'error'
      ? problems.some(({ message }) => message === reason)
      : reports.some(({ verdict }) => !verdict.ready)
  return told ? undefined : reason
}

/** What a sponsor wants to know beside the verdict, a sentence each. */
export const statements = ({ money, proof }: Verdict): string[] =>
  [money, proof].filter((statement) => statement !== undefined)

/** Who answers for a waived finding, how long and why. */
export const signed = ({ waiver }: Waived): string => `by ${waiver.by} until ${waiver.until}: ${waiver.why}`
