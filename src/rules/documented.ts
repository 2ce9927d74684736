/** The rules with their documentation, which the build keeps in a part of its own. */
export { documentedRules, rulesAbout } from './index.ts'
