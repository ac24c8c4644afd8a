import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'

/** How a task was done: found, or its answer looked at. */
export type TaskState = 'right' | 'shown'

/** Which tasks of the lessons are done; kept, so that a lesson can be left anywhere. */
export const useLessonProgress = defineStore('lesson-progress', () => {
  const tasks = useLocalStorage<Record<string, TaskState>>('glassbox.learn.tasks', {})

  const stateOf = (lesson: string, task: string): TaskState | null => tasks.value[`${lesson}/${task}`] ?? null

  /** An answer that was found stays found. */
  function done(lesson: string, task: string, state: TaskState): void {
    if (stateOf(lesson, task) !== 'right') tasks.value = { ...tasks.value, [`${lesson}/${task}`]: state }
  }

  /** A lesson is begun anew. */
  function forget(lesson: string): void {
    tasks.value = Object.fromEntries(Object.entries(tasks.value).filter(([key]) => !key.startsWith(`${lesson}/`)))
  }

  return { stateOf, done, forget }
})
