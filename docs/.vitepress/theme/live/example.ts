// What an example does on its page: its state, and what the buttons and sliders change.
import { computed, onBeforeUnmount, onMounted, type Ref, ref, watch } from 'vue'
import type { Figures, Problem } from '../../../live/kit/messages.js'
import type { Editor } from './editor.js'
import { lookOf } from './look.js'
import { type Modules, Runner } from './runner.js'

export interface SliderOptions {
  /** What the code asks for. */
  readonly name: string
  readonly label: string
  readonly min: number
  readonly max: number
  readonly step: number
  readonly value: number
}

export interface ExampleOptions {
  readonly original: string
  readonly label: string
  readonly sliders: readonly SliderOptions[]
  readonly isDark: Ref<boolean>
  readonly modules: Modules
}

export type State = 'waiting' | 'running' | 'paused' | 'stopped'

/** Elements of the page, there once it is mounted. */
export interface Places {
  readonly canvas: Ref<HTMLCanvasElement | null>
  readonly code: Ref<HTMLElement | null>
}

export function useExample(options: ExampleOptions, places: Places) {
  const code = ref(options.original)
  const state = ref<State>('waiting')
  const figures = ref<Figures>({})
  const problem = ref<Problem>()
  const pictures = ref(0)
  const hasEditor = ref(false)
  const values = ref(Object.fromEntries(options.sliders.map(({ name, value }) => [name, value])))
  let editor: Editor | undefined
  let frame = 0

  const runner = new Runner(options.modules, {
    picture(picture, shown) {
      places.canvas.value?.getContext('bitmaprenderer')?.transferFromImageBitmap(picture)
      figures.value = shown
      pictures.value += 1
    },
    failed(found) {
      // Browsers do not tell where code cannot be read; the editor knows.
      const line = found.line ?? editor?.firstWrongLine()
      problem.value = { ...found, line }
      state.value = 'stopped'
      editor?.mark(line)
    },
  })

  function run(): void {
    problem.value = undefined
    editor?.mark(undefined)
    pictures.value = 0
    figures.value = {}
    state.value = prefersStillness() ? 'paused' : 'running'
    runner.start(code.value, { look: lookOf(places.canvas.value!), sliders: { ...values.value } })
  }

  function stop(): void {
    runner.stop()
    state.value = 'stopped'
  }

  function pauseOrGoOn(): void {
    if (state.value === 'stopped' || state.value === 'waiting') run()
    else state.value = state.value === 'running' ? 'paused' : 'running'
  }

  function slide(name: string, value: number): void {
    values.value = { ...values.value, [name]: value }
    runner.slide(name, value)
  }

  function putBack(): void {
    code.value = options.original
    editor?.replace(options.original)
    run()
  }

  function redraw(): void {
    if (!places.canvas.value) return
    runner.look(lookOf(places.canvas.value))
    runner.draw(true)
  }

  function tick(): void {
    frame = requestAnimationFrame(tick)
    if (state.value === 'running') runner.draw()
  }

  async function loadEditor(): Promise<void> {
    const { createEditor } = await import('./editor.js')
    const parent = places.code.value
    if (!parent) return
    editor = createEditor({
      parent,
      code: code.value,
      label: options.label,
      changed: (text) => {
        code.value = text
      },
      run,
    })
    hasEditor.value = true
  }

  onMounted(() => {
    const canvas = places.canvas.value!
    const sizes = new ResizeObserver(redraw)
    sizes.observe(canvas)
    frame = requestAnimationFrame(tick)
    whenIdle(() => {
      run()
      // Without it a plain text field stays, which does as well.
      loadEditor().catch(() => {})
    })
    onBeforeUnmount(() => {
      cancelAnimationFrame(frame)
      sizes.disconnect()
      runner.stop()
      editor?.remove()
    })
  })
  watch(options.isDark, redraw, { flush: 'post' })

  const isChanged = computed(() => code.value !== options.original)
  const shown = { code, state, figures, problem, pictures, hasEditor, values, isChanged }
  return { ...shown, run, stop, pauseOrGoOn, slide, putBack, next: () => runner.draw() }
}

function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

function whenIdle(action: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(action, { timeout: 2_000 })
  else setTimeout(action, 200)
}
