// Proof of work, done beside the typing: a second of a telephone's time, so that nobody sends thousands for nothing.
// Where it cannot be done, the form goes without it and a person looks at it first.
import Solver from "altcha/workers/pbkdf2?worker";

const FRESH = 15 * 60_000; // milliseconds; the riddle itself lasts twenty minutes

let solving = null;

export function prove(address) {
  if (!solving || Date.now() - solving.since > FRESH) {
    solving = { since: Date.now(), proof: solve(address) };
    solving.proof.catch(() => (solving = null)); // offline, perhaps: tried again with the next sending
  }
  return solving.proof;
}

async function solve(address) {
  if (!globalThis.crypto?.subtle || !globalThis.Worker) return "";
  const challenge = await (await fetch(address)).json();
  const worker = new Solver();
  try {
    const solution = await new Promise((found, failed) => {
      worker.onmessage = ({ data }) => (data?.derivedKey ? found(data) : failed(data?.error));
      worker.onerror = failed;
      worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1, timeout: 60_000 });
    });
    return btoa(JSON.stringify({ challenge, solution }));
  } finally {
    worker.terminate();
  }
}
