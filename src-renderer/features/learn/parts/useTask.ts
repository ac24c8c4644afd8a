import { computed, shallowRef } from 'vue'
import { useLessonProgress } from '../../../stores/lesson-progress.ts'
import { useLessonName } from '../lesson-context.ts'

/** Where a task stands: not answered, wrong for now, found, or its answer looked at. */
export type TaskOutcome = 'open' | 'wrong' | 'right' | 'shown'

export function useTask(id: () => string) {
  const progress = useLessonProgress()
  const lesson = useLessonName()
  const isWrong = shallowRef(false)
  const outcome = computed<TaskOutcome>(() => progress.stateOf(lesson, id()) ?? (isWrong.value ? 'wrong' : 'open'))

  function answer(isRight: boolean): void {
    isWrong.value = !isRight
    if (isRight) progress.done(lesson, id(), 'right')
  }
  function show(): void {
    progress.done(lesson, id(), 'shown')
  }
  return { outcome, answer, show }
}
