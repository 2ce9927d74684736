/** The European Economic Area, in which the AI Act applies, as ISO 3166 alpha-2 and alpha-3. */
const area = new Set(
  (
    'EU EEA AT AUT BE BEL BG BGR HR HRV CY CYP CZ CZE DK DNK EE EST FI FIN FR FRA DE DEU GR GRC EL HU HUN IE IRL ' +
    'IT ITA LV LVA LT LTU LU LUX MT MLT NL NLD PL POL PT PRT RO ROU SK SVK SI SVN ES ESP SE SWE IS ISL LI LIE NO NOR'
  ).split(' '),
)

/** Whether every region is known, and none is in the European Economic Area: `US`, `GBR`, `CA-QC`. */
export const isOutsideEurope = (regions: readonly (string | undefined)[]): boolean =>
  regions.length > 0 &&
  regions.every((region) => {
    const [, country] = /^([A-Z]{2,3})(?:-[A-Z0-9]{1,3})?$/.exec(region?.trim().toUpperCase() ?? '') ?? []
    return country !== undefined && !area.has(country)
  })
