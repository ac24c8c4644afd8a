import { computed } from 'vue'
import { useLessonProgress } from '../../stores/lesson-progress.ts'
import { LESSONS } from './lessons.ts'

/** The first lesson with a task that is open, or the very first; and how a button to it is worded. */
export function useNextLesson() {
  const progress = useLessonProgress()
  const isDone = (name: string, task: string): boolean => progress.stateOf(name, task) !== null
  const next = computed(
    () => LESSONS.find(({ name, tasks }) => tasks.some((task) => !isDone(name, task))) ?? LESSONS[0],
  )
  const hasBegun = computed(() => LESSONS.some(({ name, tasks }) => tasks.some((task) => isDone(name, task))))
  const wording = computed(() => `${hasBegun.value ? 'Go on' : 'Begin'} with “${next.value?.title ?? ''}”`)
  return { next, wording }
}
