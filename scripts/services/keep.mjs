// node keep.mjs FOLDER PROGRAM ARGUMENTS…: runs a program for as long as whoever started this one
// lives. However that one ends, the channel to it closes; then the program is killed, and FOLDER,
// unless it is "-", removed.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'

const [folder, program, ...args] = process.argv.slice(2)
let isReleased = false
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })

child.on('spawn', () => tell({ pid: child.pid }))
child.on('error', ({ message }) => {
  tell({ error: message })
  process.exitCode = 127
  release()
})
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 1
  tell({ code, signal })
  if (!process.connected) clear()
})
// Whoever started this one knows of the end, and clears up by itself.
process.on('message', () => release())
process.on('disconnect', () => {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  else clear()
})
// Ctrl-C reaches every process of a terminal; this one ends after the program.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})

function clear() {
  if (folder !== '-' && !isReleased) rmSync(folder, { recursive: true, force: true })
}

function tell(message) {
  if (process.connected) process.send(message, () => {})
}

function release() {
  isReleased = true
  if (process.connected) process.disconnect()
}
