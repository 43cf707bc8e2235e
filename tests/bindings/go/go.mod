module assay.example/smoke

go 1.19
