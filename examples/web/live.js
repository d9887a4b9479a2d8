// The list follows its rows. The server says only that something has changed, and the list is asked for again.
const list = document.getElementById("todos");
let reading = Promise.resolve();

// One after the other, so that an older answer never comes last.
function read() {
  reading = reading.then(async () => {
    const answer = await fetch("/todos");
    // Signed out, perhaps in another tab.
    if (answer.status === 401) location.assign("/");
    if (!answer.ok) return;
    const fresh = document.createElement("ul");
    fresh.innerHTML = await answer.text();
    if (fresh.innerHTML !== list.innerHTML) list.replaceChildren(...fresh.childNodes);
  }).catch(() => {});
}

const changes = new EventSource("/todos/changes");
// With each connection too: nobody tells what has changed before.
changes.onopen = read;
changes.onmessage = read;
// The browser connects again by itself, unless the server has refused it.
changes.onerror = () => changes.readyState === EventSource.CLOSED && read();
