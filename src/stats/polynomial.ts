/** The value at `x` of the polynomial with these coefficients, that of the highest power last (Horner's scheme). */
export const polynomial = (x: number, coefficients: readonly number[]): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)
