import { isProbability } from './domain.ts'
import { polynomial } from './polynomial.ts'

const nearOver = [
  3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655, 0.18577770618460315,
]
const nearUnder = [2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1]
const midOver = [
  1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001,
  66.11919063714163, 8.883149794388377, 0.5641884969886701, 2.1531153547440383e-8,
]
const midUnder = [
  1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597, 1621.3895745666903,
  537.1811018620099, 117.6939508913125, 15.744926110709835, 1,
]
const farOver = [
  0.0006587491615298378, 0.016083785148742275, 0.12578172611122926, 0.36034489994980445, 0.30532663496123236,
  0.016315387137302097,
]
const farUnder = [
  0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234673, 2.568520192289822, 1,
]

// The square is split in a part that a float holds exactly and a rest: e^-x² would lose its last digits otherwise.
const expOfSquare = (x: number): number => {
  const round = Math.trunc(x * 16) / 16
  return Math.exp(-round * round) * Math.exp(-(x - round) * (x + round))
}

/**
 * The complementary error function, to about 16 digits.
 * Source: W. J. Cody (1969), Rational Chebyshev approximations for the error function, Math. Comp. 23.
 */
export const erfc = (x: number): number => {
  const size = Math.abs(x)
  if (size <= 0.46875) {
    const square = x * x
    return 1 - (x * polynomial(square, nearOver)) / polynomial(square, nearUnder)
  }
  let tail = 0
  if (size <= 4) tail = (expOfSquare(size) * polynomial(size, midOver)) / polynomial(size, midUnder)
  else if (size < 27) {
    const inverse = 1 / (size * size)
    const rest = (inverse * polynomial(inverse, farOver)) / polynomial(inverse, farUnder)
    tail = (expOfSquare(size) * (1 / Math.sqrt(Math.PI) - rest)) / size
  }
  return x < 0 ? 2 - tail : tail
}

/** The probability that a standard normal variable is at most `z`. */
export const normalCdf = (z: number): number => erfc(-z / Math.SQRT2) / 2

const centreOver = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
]
const centreUnder = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
]
const shoulderOver = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
]
const shoulderUnder = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
]
const tailOver = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
]
const tailUnder = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
]

/**
 * The value below which a standard normal variable lies with probability `p`, to about 16 digits;
 * undefined unless `p` is between 0 and 1.
 * Source: M. J. Wichura (1988), Algorithm AS 241, Applied Statistics 37.
 */
export const normalQuantile = (p: number): number | undefined => {
  if (!isProbability(p)) return undefined
  const centred = p - 0.5
  if (Math.abs(centred) <= 0.425) {
    const r = 0.180625 - centred * centred
    return (centred * polynomial(r, centreOver)) / polynomial(r, centreUnder)
  }
  const r = Math.sqrt(-Math.log(centred < 0 ? p : 1 - p))
  const size =
    r <= 5
      ? polynomial(r - 1.6, shoulderOver) / polynomial(r - 1.6, shoulderUnder)
      : polynomial(r - 5, tailOver) / polynomial(r - 5, tailUnder)
  return centred < 0 ? -size : size
}
