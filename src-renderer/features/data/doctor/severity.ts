import { CircleAlert, CircleCheck, Info, TriangleAlert } from '@lucide/vue'
import type { Component } from 'vue'
import type { Finding, Health } from '../../../../src-main/contract/types.ts'

/** How grave something is: its icon, colour and word. */
export const SEVERITY: Readonly<
  Record<
    Finding['severity'] | Health['level'],
    { readonly icon: Component; readonly ink: string; readonly word: string }
  >
> = {
  good: { icon: CircleCheck, ink: 'text-good', word: 'Healthy' },
  notice: { icon: Info, ink: 'text-ink-2', word: 'Notice' },
  warning: { icon: TriangleAlert, ink: 'text-warn', word: 'Warning' },
  problem: { icon: CircleAlert, ink: 'text-bad', word: 'Problem' },
}

const ORDER: readonly Finding['severity'][] = ['problem', 'warning', 'notice']

/** The gravest first; among equals in the doctor's order. */
export function byGravity(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
}
