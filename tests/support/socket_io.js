// A socket.io server that subscribes and publishes as InsForge does. It prints its port, then takes orders on its
// input and answers each with a line.
const http = require("http").createServer();
const { Server } = require("socket.io");

const io = new Server(http, { pingInterval: 300, pingTimeout: 600 });
const meta = { channel: "realtime:chat:1", senderType: "system" };

io.use((socket, next) => {
  next(socket.handshake.auth.token === "anon_conformance" ? undefined : new Error("Invalid token"));
});

io.on("connection", (socket) => {
  socket.on("realtime:subscribe", ({ channel }, ack) => {
    socket.join(channel);
    ack({ ok: true, channel, presence: { members: [] } });
  });
  socket.on("realtime:publish", ({ channel, event, payload }) => {
    io.to(channel).emit(event, { ...payload, meta });
  });
});

// InsForge has no other namespaces; the codec knows them all the same.
io.of("/other").on("connection", (socket) => {
  socket.emit("hello", socket.handshake.auth.name);
  socket.on("echo", (value, ack) => ack(value, value.file.length));
  socket.on("leave", () => socket.disconnect());
});
io.of("/closed").use((socket, next) => next(Object.assign(new Error("Members only"), { data: { code: 7 } })));

const orders = {
  connections: () => io.of("/").sockets.size,
  binary: () => io.emit("blob", { data: Buffer.from([1, 2, 3]), meta }),
  text: () => io.emit("text", { meta }),
  ask: () => {
    for (const socket of io.of("/").sockets.values()) socket.emit("question", { meta }, () => {});
  },
  leave: () => io.disconnectSockets(false),
  close: () => io.disconnectSockets(true),
};

require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (order) => console.log(String(orders[order]())))
  .on("close", () => process.exit(0));

http.listen(0, "127.0.0.1", () => console.log(http.address().port));
