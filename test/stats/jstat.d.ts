declare module 'jstat' {
  type Distribution = {
    cdf(x: number, ...parameters: number[]): number
    inv(p: number, ...parameters: number[]): number
  }
  const library: {
    readonly jStat: {
      readonly normal: Distribution
      readonly studentt: Distribution
      readonly chisquare: Distribution
      readonly beta: Distribution
    }
  }
  export = library
}
