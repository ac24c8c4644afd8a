import { startGlassbox, type RunningGlassbox } from '../../main/support/glassbox.ts'

/** Starts Glassbox for a browser. */
export async function serve(home: string): Promise<RunningGlassbox & { url: string }> {
  const running = startGlassbox(['serve', '--no-open', '--port', '0'], { home })
  const [url] = await running.printed(/^http:\/\/127\.0\.0\.1:\d+\/\S*$/m)
  return { ...running, url }
}
