import type { Query } from './query.ts'

/** A query as it can be typed: reading it gives the same query. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'all':
      return query.parts.map((part) => (part.kind === 'any' ? `(${printQuery(part)})` : printQuery(part))).join(' ')
    case 'any':
      return query.parts.map(printQuery).join(' or ')
    case 'not': {
      const isMany = query.part.kind === 'all' || query.part.kind === 'any'
      return isMany ? `-(${printQuery(query.part)})` : `-${printQuery(query.part)}`
    }
    case 'text':
      return printWord(query.text)
    case 'compare': {
      const { field, operator, value } = query
      return operator === ':' ? `${field}:${printValue(value)}` : `${field} ${operator} ${printValue(value)}`
    }
  }
}

/** A value as it has to be typed behind an operator. */
export const printValue = (value: string): string => (/^[^\s()"]+$/.test(value) ? value : quote(value))

const printWord = (word: string): string =>
  /^[^\s()":=<>!-][^\s()":=<>!]*$/.test(word) && !/^(or|and)$/i.test(word) ? word : quote(word)

const quote = (text: string): string => `"${text.replaceAll(/[\\"]/g, '\\$&')}"`
