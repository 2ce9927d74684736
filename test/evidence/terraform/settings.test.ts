import { describe, expect, test } from 'vitest'
import { judged } from '../alert-rules/judged.ts'

const variable = 'variable "bar" {\n  default = 0.03\n}\n'
const monitor = `resource "datadog_monitor" "wrong" {
  name  = "Wrong"
  type  = "query alert"
  query = "avg(last_1h):avg:care.wrong.ratio{env:prod} > \${var.bar}"
}
`
const judge = (file: string, beside: object) =>
  judged('Wrong | above 3% | 1h', file, { [file]: variable + monitor, ...beside })

const open = 'open: depends on `var.bar`, whose value only Terraform knows'

describe('a variable that another file sets', () => {
  test.each([
    ['to the same', { 'infra/prod.tfvars': 'bar = 0.03\n' }],
    ['of another name', { 'infra/prod.tfvars': 'other = 0.3\n' }],
    ['where no customer is', { 'infra/staging.tfvars': 'bar = 0.3\n' }],
    ['for a test', { 'infra/test/all.tfvars': 'bar = 0.3\n' }],
    ['for code of its own', { 'infra/envs/prod.tfvars': 'bar = 0.3\n', 'infra/envs/main.tf': '' }],
    ['in a folder beside', { 'other/prod.tfvars': 'bar = 0.3\n' }],
    [
      'that Terraform loads, beside one of where no customer is',
      { 'infra/a.auto.tfvars': 'bar = 0.03\n', 'infra/staging.tfvars': 'bar = 0.3\n' },
    ],
  ])('%s changes nothing', async (_, beside) => {
    expect(await judge('infra/main.tf', beside)).toBe('proven')
  })

  test.each([
    ['in the folder', 'infra/prod.tfvars'],
    ['below it', 'infra/envs/prod.tfvars'],
    ['in a folder of that', 'infra/envs/prod/terraform.tfvars'],
  ])('%s leaves its default open', async (_, file) => {
    expect(await judge('infra/main.tf', { [file]: 'bar = 0.3\n' })).toBe(open)
    // What somebody names wins over what Terraform loads by itself.
    expect(await judge('infra/main.tf', { [file]: 'bar = 0.3\n', 'infra/a.auto.tfvars': 'bar = 0.03\n' })).toBe(open)
  })
})

describe('a file of a module that is named directly', () => {
  const file = 'infra/modules/x/main.tf'
  const call = (inner: string, source = './modules/x') => `module "x" {\n  source = "${source}"\n  ${inner}\n}\n`

  test.each([
    ['without a caller', {}],
    ['that is given its default', { 'infra/main.tf': call('bar = 0.03') }],
    ['that is given nothing', { 'infra/main.tf': call('other = 0.3') }],
    ['of another call', { 'infra/main.tf': call('bar = 0.3', './modules/y') }],
  ])('%s is read by itself', async (_, beside) => {
    expect(await judge(file, beside)).toBe('proven')
  })

  test.each([
    ['another number', 'infra/main.tf', call('bar = 0.3')],
    ['what only Terraform knows', 'infra/main.tf', call('bar = var.bar')],
    ['another number, from the root', 'main.tf', call('bar = 0.3', './infra/modules/x')],
  ])('that is given %s is open', async (_, caller, text) => {
    expect(await judge(file, { [caller]: text })).toBe(
      `open: is in a module that ${caller} calls with its own values; name that file instead`,
    )
  })
})
