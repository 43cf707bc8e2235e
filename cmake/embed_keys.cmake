# Writes OUT, a C file with one byte array per *.pkcs8.der of DIR: cmake -D DIR=.. -D OUT=.. -P embed_keys.cmake
file(GLOB files ${DIR}/throw-away-test-*.pkcs8.der)
list(SORT files)
set(arrays "")
set(rows "")
foreach(file IN LISTS files)
  string(REGEX REPLACE "^.*/throw-away-test-(.*)\\.pkcs8\\.der$" "\\1" name ${file})
  string(MAKE_C_IDENTIFIER ${name} id)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes ${hex})
  string(APPEND arrays "static const uint8_t ${id}[] = {${bytes}};\n")
  string(APPEND rows "    {\"${name}\", ${id}, sizeof ${id}},\n")
endforeach()
file(WRITE ${OUT} "/* Made from fixtures/keys. */\n#include \"forge/key_ring.h\"\n\n${arrays}
const key_ring_file key_ring_files[] = {\n${rows}};
const size_t key_ring_file_count = sizeof key_ring_files / sizeof key_ring_files[0];\n")
