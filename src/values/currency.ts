/** ISO 4217 list one up to amendment 180, without metals, bond units, XTS and XXX: nobody is paid in them. */
const CURRENT = new Set(
  (
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD ' +
    'CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP ' +
    'GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY ' +
    'KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD ' +
    'MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR ' +
    'PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL ' +
    'THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST ' +
    'XAD XAF XCD XCG XDR XOF XPF XSU XUA YER ZAR ZMW ZWG'
  ).split(' '),
)

const SUCCESSORS = new Map([
  ...'ATS BEF BGN CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK'
    .split(' ')
    .map((code) => [code, 'EUR'] as const),
  ['ANG', 'XCG'],
  ['BYR', 'BYN'],
  ['CUC', 'CUP'],
  ['MRO', 'MRU'],
  ['RUR', 'RUB'],
  ['SLL', 'SLE'],
  ['STD', 'STN'],
  ['TRL', 'TRY'],
  ['VEF', 'VES'],
  ['ZMK', 'ZMW'],
  ['ZWL', 'ZWG'],
])

/** Source of what has the shape of a currency code. */
export const CURRENCY = '[A-Z]{3}'

/** Whether `code` is an ISO 4217 code in force. */
export const isCurrency = (code: string): boolean => CURRENT.has(code)

/** The code that took the place of a withdrawn one. */
export const successorOf = (code: string): string | undefined => SUCCESSORS.get(code)
