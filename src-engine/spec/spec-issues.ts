import type * as z from 'zod'

/** One thing that a value has wrong. */
export interface SpecIssue {
  /** JSON path, for example `network.layers[0].units`; empty for the whole. */
  readonly path: string
  readonly message: string
  /** What to do about it. */
  readonly hint: string
}

type Issue = z.core.$ZodIssue

/** Every issue of a value that is no spec, with its JSON path, a sentence and a remedy. */
export function specIssues(error: z.ZodError): SpecIssue[] {
  return error.issues.flatMap((issue) => describe(issue, []))
}

function describe(issue: Issue, above: readonly PropertyKey[]): SpecIssue[] {
  const place = [...above, ...issue.path]
  const path = pathOf(place)
  const said = (message: string, hint: string): SpecIssue[] => [{ path, message, hint }]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: pathOf([...place, key]),
        message: `Nothing here is called "${key}".`,
        hint: 'Remove it, or correct its name.',
      }))
    case 'invalid_value':
      return said('This is none of the possible values.', `Use one of ${issue.values.map(String).join(', ')}.`)
    case 'invalid_union': {
      // The branch that comes furthest is the one that was meant.
      const furthest = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0]
      if (furthest) return furthest.flatMap((inner) => describe(inner, place))
      return said('This is none of the possible kinds.', `Use one of ${optionsOf(issue).join(', ')}.`)
    }
    case 'too_small':
      return said(
        issue.origin === 'array' ? 'These are too few.' : 'This is too small.',
        `Use ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}.`,
      )
    case 'too_big':
      return said(
        issue.origin === 'array' ? 'These are too many.' : 'This is too large.',
        `Use ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}.`,
      )
    case 'invalid_type':
      return said(`This is no ${wordFor(issue.expected)}.`, `Give ${article(wordFor(issue.expected))}.`)
    default:
      return said(issue.message, 'Correct this value.')
  }
}

/** What people call a type. */
function wordFor(type: string): string {
  if (type === 'int') return 'whole number'
  return type === 'array' || type === 'tuple' ? 'list' : type
}
const article = (word: string): string => (/^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`)

const depthOf = (issues: readonly Issue[]): number => Math.max(...issues.map(({ path }) => path.length))

/** The kinds that a `type` may name. */
function optionsOf(issue: Issue): string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
}

/** `a.b[0].c` */
function pathOf(keys: readonly PropertyKey[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`
    return path === '' ? String(key) : `${path}.${String(key)}`
  }, '')
}
