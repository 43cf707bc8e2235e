# The library as its users meet it: public headers, and an installed package.
include(CheckLanguage)
check_language(CXX)

add_executable(api_null api/null.c)
target_link_libraries(api_null PRIVATE assay assay_build_flags assay_test_flags)
target_include_directories(api_null PRIVATE ${PROJECT_SOURCE_DIR}/src) # check.h
add_test(NAME api.null COMMAND api_null)

if(CMAKE_CXX_COMPILER)
  add_test(NAME api.headers COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/api/headers ${CMAKE_C_COMPILER}
    ${CMAKE_CXX_COMPILER} ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR} ${CMAKE_CURRENT_BINARY_DIR})
endif()

find_program(ASSAY_PYTHON python3)
if(ASSAY_PYTHON)
  foreach(pair appraisal-1:documents case-1:case)
    string(REPLACE ":" ";" pair ${pair})
    list(GET pair 0 schema)
    list(GET pair 1 unit)
    add_test(NAME api.schema.${schema} COMMAND ${ASSAY_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/api/schema
      ${PROJECT_SOURCE_DIR}/schemas/${schema}.schema.json $<TARGET_FILE:unit_appraise_${unit}>
      ${CMAKE_CURRENT_BINARY_DIR}/written-${schema})
    set_tests_properties(api.schema.${schema} PROPERTIES SKIP_RETURN_CODE ${ASSAY_SKIP})
  endforeach()
endif()

# Consumers outside this build, of an installed copy. They are linked like the library: with the
# sanitizers of one compiler.
if(NOT BUILD_SHARED_LIBS OR NOT CMAKE_CXX_COMPILER OR NOT CMAKE_C_COMPILER_ID STREQUAL GNU)
  return()
endif()
set(prefix ${CMAKE_CURRENT_BINARY_DIR}/prefix)
set(consumer_flags "")
if(ASSAY_SANITIZE)
  set(consumer_flags -fsanitize=${ASSAY_SANITIZE})
endif()
add_test(NAME api.install COMMAND ${CMAKE_COMMAND} --install ${CMAKE_BINARY_DIR} --prefix ${prefix})
set_tests_properties(api.install PROPERTIES FIXTURES_SETUP installed)
add_test(NAME api.cmake COMMAND ${CMAKE_CTEST_COMMAND}
  --build-and-test ${CMAKE_CURRENT_SOURCE_DIR}/api/consumer ${CMAKE_CURRENT_BINARY_DIR}/consumer
  --build-generator ${CMAKE_GENERATOR} --build-makeprogram ${CMAKE_MAKE_PROGRAM}
  --build-options -D CMAKE_PREFIX_PATH=${prefix} -D CMAKE_C_COMPILER=${CMAKE_C_COMPILER}
    -D CMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER} -D CMAKE_C_FLAGS=${consumer_flags}
    -D CMAKE_CXX_FLAGS=${consumer_flags} -D EXAMPLES=${CMAKE_CURRENT_SOURCE_DIR}/examples
    -D POLICY=${CMAKE_CURRENT_SOURCE_DIR}/api/consumer/policy.json
  --test-command ${CMAKE_CTEST_COMMAND} --output-on-failure)
add_test(NAME api.pkg_config COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/api/pkg_config ${CMAKE_C_COMPILER}
  ${CMAKE_CXX_COMPILER} "${consumer_flags}" ${prefix} ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR})
set_tests_properties(api.cmake api.pkg_config PROPERTIES FIXTURES_REQUIRED installed)

foreach(language go python)
  add_test(NAME bindings.${language} COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/bindings/run ${language}
    ${prefix} ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR}/bindings-${language} "${ASSAY_SANITIZE}")
  set_tests_properties(bindings.${language} PROPERTIES FIXTURES_REQUIRED installed
    SKIP_RETURN_CODE ${ASSAY_SKIP} TIMEOUT 300)
endforeach()
