import { CircleAlert, Info, TriangleAlert } from '@lucide/vue'

/** How an alarm of each severity looks, the gravest first. */
export const ALARM_LOOKS = {
  alarm: { icon: CircleAlert, tone: 'text-bad' },
  warning: { icon: TriangleAlert, tone: 'text-warn' },
  notice: { icon: Info, tone: 'text-ink-2' },
} as const
