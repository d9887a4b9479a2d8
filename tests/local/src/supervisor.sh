# Started once per instance with a pipe as standard input. Each line "start SIGNAL NAME" starts $folder/NAME.sh, and
# "close" leaves standard output to the programs started so far, so that its end tells that they have ended.
# When the pipe closes, because the instance stopped or because its process is gone in whatever way, everything
# started here is ended with its SIGNAL and the folder is removed. The programs are this shell's children, so a
# process number cannot belong to anything else while it is signalled.
folder=$1
keep=$2
started=
PATH=$PATH:/usr/local/bin:/usr/bin:/bin
trap '' HUP INT TERM

while read -r verb signal name; do
  case $verb in
    start)
      /bin/sh "$folder/$name.sh" </dev/null &
      started="$signal:$! $started"
      ;;
    close) exec >/dev/null ;;
  esac
done

for entry in $started; do
  kill -s "${entry%%:*}" "${entry##*:}" 2>/dev/null
done
tries=0
for entry in $started; do
  while kill -0 "${entry##*:}" 2>/dev/null && [ "$tries" -lt 200 ]; do
    tries=$((tries + 1))
    sleep 0.02
  done
  kill -s KILL "${entry##*:}" 2>/dev/null
done
[ "$keep" = keep ] || rm -rf "$folder"
