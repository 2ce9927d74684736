const statement = /(?<=^|[;}])import(?:\{([^{}]*)\}from| ([\w$]+) from)?"([^"\n]+)";/g
const dynamic = /\bimport\(("[^"\n]+")\)/g
const exported = /export\{([^{}]*)\};\n?$/

/**
 * bin/pilotlint.js reads the parts a byte a character, which is fastest. esbuild escapes what is not ASCII in texts, and
 * leaves it in regular expressions and in their sources written with String.raw: both understand the same escape.
 */
const ascii = (text) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const pairs = (list) =>
  list.split(',').map((item) => {
    const [name, alias = name] = item.split(' as ')
    return [name, alias]
  })

/**
 * A part as CommonJS. What esbuild makes of it keeps every export behind a getter, so that modules may import each
 * other in a circle, and that costs a call at every use of a name. Parts import each other in no circle, which is
 * checked here, and hand over plain values. `imports` and `exports` are what esbuild says of the part.
 */
export const commonJs = (text, { imports, exports }) => {
  const count = (kind) => imports.filter((one) => one.kind === kind).length
  const found = []
  const body = ascii(text)
    .replace(statement, (_, names, whole, path) => {
      const asked = names === undefined ? whole : `{${pairs(names).map((pair) => pair.join(':'))}}`
      found.push(asked === undefined ? `require("${path}");` : `var ${asked}=require("${path}");`)
      return ''
    })
    .replace(dynamic, (_, path) => `Promise.resolve().then(()=>require(${path}))`)
  const given = pairs(exported.exec(body)?.[1] ?? '').filter(([name]) => name !== '')
  const code = `"use strict";${found.join('')}${body.replace(exported, '')}`
  if (
    found.length !== count('import-statement') ||
    text.match(dynamic)?.length !== (count('dynamic-import') || undefined)
  )
    throw new Error('not every import was found')
  if (String(given.map(([, alias]) => alias).sort()) !== String([...exports].sort()))
    throw new Error('not every export was found')
  return given.length === 0
    ? code
    : `${code};module.exports={${given.map(([name, alias]) => `${alias}:${name}`)}}`
}

/** Refuses parts that import each other in a circle. */
export const checkCircles = (outputs) => {
  const done = new Set()
  const visit = (path, above) => {
    if (above.includes(path)) throw new Error(`parts import each other: ${[...above, path].join(' -> ')}`)
    if (done.has(path) || outputs[path] === undefined) return
    for (const { path: next, kind } of outputs[path].imports)
      if (kind === 'import-statement') visit(next, [...above, path])
    done.add(path)
  }
  for (const path of Object.keys(outputs)) visit(path, [])
}
