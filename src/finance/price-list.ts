import { daysBetween, type IsoDate } from '../values/index.ts'

/** The built-in price list, @pydantic/genai-prices, and its release date. */
export const priceList = { version: '0.1.8', date: '2026-09-23' } as const

/** Days until a price should be checked again. */
export const priceHolds = 90

export const listAge = (today: IsoDate): number => daysBetween(priceList.date, today)

/** Those that sell models. */
export const providers = [
  'anthropic',
  'aws',
  'azure',
  'cerebras',
  'cohere',
  'deepseek',
  'fireworks',
  'google',
  'groq',
  'mistral',
  'moonshotai',
  'openai',
  'openrouter',
  'perplexity',
  'together',
  'x-ai',
] as const
