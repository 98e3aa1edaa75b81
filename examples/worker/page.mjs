// The page: hands blocks of events to its worker, and turns a wheel meanwhile.
import { machines } from './learner.mjs'

const worker = new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module' })
const report = document.querySelector('#report')
const wheel = document.querySelector('#wheel')
const button = document.querySelector('button')

/** The longest time between two pictures: what somebody would feel. */
let longest = 0
let before = 0
requestAnimationFrame(function turn(now) {
  if (before > 0 && button.disabled) longest = Math.max(longest, now - before)
  before = now
  wheel.style.transform = `rotate(${now / 5}deg)`
  requestAnimationFrame(turn)
})

button.addEventListener('click', async () => {
  button.disabled = true
  for (const block of machines({ blocks: 200, size: 1000, turn: 100_000 })) {
    const answer = new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data)
    })
    // The memory of the block changes hands: nothing is copied.
    worker.postMessage(block, [block.values.buffer, block.labels.buffer])
    const { seen, accuracy, drifts } = await answer
    report.textContent =
      `${seen} events: ${(100 * accuracy).toFixed(1)} % right before learning; ` +
      `changes noticed at ${drifts.join(', ') || '-'}; ` +
      `longest pause of the page ${longest.toFixed(0)} ms`
  }
  report.dataset.done = 'yes'
})
